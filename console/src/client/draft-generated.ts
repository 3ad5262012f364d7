/* eslint-disable */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * Algorithm
     * @description What the job runs.
     */
    Algorithm: {
      /**
       * Id
       * @default null
       */
      id?: string | null;
      /**
       * Name
       * @default null
       */
      name?: string | null;
      /**
       * Subscription Id
       * @default null
       */
      subscription_id?: string | null;
      /**
       * Item Version Id
       * @default null
       */
      item_version_id?: string | null;
      /**
       * Code Dir
       * @default null
       */
      code_dir?: string | null;
      /**
       * Boot File
       * @default null
       */
      boot_file?: string | null;
      /**
       * Autosearch Config Path
       * @default null
       */
      autosearch_config_path?: string | null;
      /**
       * Autosearch Framework Path
       * @default null
       */
      autosearch_framework_path?: string | null;
      /**
       * Command
       * @default null
       */
      command?: string | null;
      /**
       * Parameters
       * @default null
       */
      parameters?: components["schemas"]["Parameter"][] | null;
      /**
       * Policies
       * @default null
       */
      policies?: unknown;
      /**
       * Inputs
       * @default null
       */
      inputs?: components["schemas"]["Input"][] | null;
      /**
       * Outputs
       * @default null
       */
      outputs?: components["schemas"]["Output"][] | null;
      /** @default null */
      engine?: components["schemas"]["Engine"] | null;
      /**
       * Local Code Dir
       * @default null
       */
      local_code_dir?: string | null;
      /**
       * Working Dir
       * @default null
       */
      working_dir?: string | null;
      /**
       * Environments
       * @default null
       */
      environments?: {
        [key: string]: string;
      } | null;
      /**
       * Summary
       * @default null
       */
      summary?: unknown;
    };
    /**
     * AutoStop
     * @description How long the job may run; waiting and preparation do not count.
     */
    AutoStop: {
      /**
       * Time Unit
       * @default HOURS
       */
      time_unit?: string;
      /** Duration */
      duration: number;
    };
    /**
     * BatchDelete
     * @description Jobs to delete, all of one workspace.
     */
    BatchDelete: {
      /** Jobs */
      jobs: components["schemas"]["BatchDeleteItem"][];
    };
    /**
     * BatchDeleteItem
     * @description One job to delete.
     */
    BatchDeleteItem: {
      /**
       * Kind
       * @default job
       */
      kind?: string;
      metadata: components["schemas"]["BatchDeleteMetadata"];
    };
    /**
     * BatchDeleteMetadata
     * @description Which job.
     */
    BatchDeleteMetadata: {
      /** Id */
      id: string;
    };
    /**
     * Bucket
     * @description A place in a bucket.
     */
    Bucket: {
      /** Obs Url */
      obs_url: string;
    };
    /**
     * Constraint
     * @description What values a parameter may take; kept for whoever shows the job.
     */
    Constraint: {
      /**
       * Type
       * @default null
       */
      type?: string | null;
      /**
       * Editable
       * @default null
       */
      editable?: boolean | null;
      /**
       * Required
       * @default null
       */
      required?: boolean | null;
      /**
       * Sensitive
       * @default null
       */
      sensitive?: boolean | null;
      /**
       * Valid Type
       * @default null
       */
      valid_type?: string | null;
      /**
       * Valid Range
       * @default null
       */
      valid_range?: string[] | null;
    };
    /**
     * CustomFlavor
     * @description Resources instead of those of a flavor. mem_size: in GB.
     */
    CustomFlavor: {
      /** Cpu Core Num */
      cpu_core_num: number;
      /** Mem Size */
      mem_size: number;
      /**
       * Accelerator Num
       * @default 0
       */
      accelerator_num?: number;
    };
    /**
     * Engine
     * @description What the job runs in: a preset engine, or an image.
     */
    Engine: {
      /**
       * Engine Id
       * @default null
       */
      engine_id?: string | null;
      /**
       * Engine Name
       * @default null
       */
      engine_name?: string | null;
      /**
       * Engine Version
       * @default null
       */
      engine_version?: string | null;
      /**
       * Image Url
       * @default null
       */
      image_url?: string | null;
      /**
       * Install Sys Packages
       * @default null
       */
      install_sys_packages?: boolean | null;
      /**
       * Image Repo Id
       * @default null
       */
      image_repo_id?: string | null;
      /**
       * Run User
       * @default null
       */
      run_user?: string | null;
    };
    /**
     * Filter
     * @description A condition on one field of jobs.
     */
    Filter: {
      /** Key */
      key: string;
      /**
       * Operator
       * @default in
       */
      operator?: string;
      /**
       * Value
       * @default []
       */
      value?: string[];
    };
    /**
     * Input
     * @description Data that are copied into the job before it starts.
     */
    Input: {
      /**
       * Name
       * @default
       */
      name?: string;
      /**
       * Description
       * @default null
       */
      description?: string | null;
      /**
       * Local Dir
       * @default null
       */
      local_dir?: string | null;
      /**
       * Access Method
       * @default null
       */
      access_method?: string | null;
      /** @default null */
      remote?: components["schemas"]["InputRemote"] | null;
      /**
       * Remote Constraint
       * @default null
       */
      remote_constraint?:
        | {
            [key: string]: string;
          }[]
        | null;
    };
    /**
     * InputRemote
     * @description Where an input comes from.
     */
    InputRemote: {
      /** @default null */
      obs?: components["schemas"]["Bucket"] | null;
      /**
       * Dataset
       * @default null
       */
      dataset?: unknown;
    };
    /**
     * JobAction
     * @description What is to happen to a job: `terminate`.
     */
    JobAction: {
      /** Action Type */
      action_type: string;
    };
    /**
     * JobCreate
     * @description A training job as clients ask for it.
     */
    JobCreate: {
      /**
       * Kind
       * @default job
       */
      kind?: string;
      metadata: components["schemas"]["Metadata"];
      /** @default null */
      algorithm?: components["schemas"]["Algorithm"] | null;
      /**
       * Tasks
       * @default null
       */
      tasks?: unknown;
      /** @default null */
      spec?: components["schemas"]["Spec"] | null;
      /**
       * Endpoints
       * @default null
       */
      endpoints?: unknown;
      /**
       * Train Type
       * @default null
       */
      train_type?: unknown;
      /**
       * Ftjob Config
       * @default null
       */
      ftjob_config?: unknown;
    };
    /**
     * JobSearch
     * @description Which jobs to list. offset: a page, from 0; with `offset_type` `record` the number of jobs to pass over.
     */
    JobSearch: {
      /**
       * Offset
       * @default 0
       */
      offset?: number;
      /**
       * Limit
       * @default 10
       */
      limit?: number;
      /**
       * Offset Type
       * @default page
       * @enum {string}
       */
      offset_type?: "page" | "record";
      /**
       * Sort By
       * @default create_time
       */
      sort_by?: string;
      /**
       * Order
       * @default desc
       * @enum {string}
       */
      order?: "asc" | "desc";
      /**
       * Group By
       * @default null
       */
      group_by?: string | null;
      /**
       * Workspace Id
       * @default null
       */
      workspace_id?: string | null;
      /**
       * Train Type
       * @default null
       */
      train_type?: string | null;
      /**
       * Tags
       * @default null
       */
      tags?: unknown;
      /**
       * Host Ips
       * @default null
       */
      host_ips?: unknown;
      /**
       * Filters
       * @default []
       */
      filters?: components["schemas"]["Filter"][];
    };
    /**
     * JobUpdate
     * @description What may change about a job.
     */
    JobUpdate: {
      /**
       * Description
       * @default null
       */
      description?: string | null;
      /** @default null */
      spec?: components["schemas"]["UpdateSpec"] | null;
      /**
       * Endpoints
       * @default null
       */
      endpoints?: unknown;
      /** @default null */
      metadata?: components["schemas"]["UpdateMetadata"] | null;
    };
    /**
     * LogExportPath
     * @description Where logs are kept for good.
     */
    LogExportPath: {
      /**
       * Obs Url
       * @default null
       */
      obs_url?: string | null;
      /**
       * Host Path
       * @default null
       */
      host_path?: string | null;
    };
    /**
     * Metadata
     * @description What the job is called.
     */
    Metadata: {
      /**
       * Name
       * @default
       */
      name?: string;
      /**
       * Workspace Id
       * @default null
       */
      workspace_id?: string | null;
      /**
       * Description
       * @default null
       */
      description?: string | null;
      /**
       * Annotations
       * @default null
       */
      annotations?: {
        [key: string]: string;
      } | null;
      /**
       * Training Experiment Reference
       * @default null
       */
      training_experiment_reference?: unknown;
    };
    /**
     * NFS
     * @description A directory of the nodes, or of a server that they have mounted.
     */
    NFS: {
      /**
       * Nfs Server Path
       * @default
       */
      nfs_server_path?: string;
      /**
       * Local Path
       * @default
       */
      local_path?: string;
      /**
       * Read Only
       * @default null
       */
      read_only?: boolean | null;
    };
    /**
     * Notification
     * @description Whom to tell.
     */
    Notification: {
      /**
       * Topic Urn
       * @default null
       */
      topic_urn?: string | null;
      /**
       * Events
       * @default null
       */
      events?: string[] | null;
    };
    /**
     * Output
     * @description A directory whose files are uploaded. prefetch_to_local: what lies at its place is downloaded before the start.
     */
    Output: {
      /**
       * Name
       * @default
       */
      name?: string;
      /**
       * Description
       * @default null
       */
      description?: string | null;
      /**
       * Local Dir
       * @default null
       */
      local_dir?: string | null;
      /**
       * Access Method
       * @default null
       */
      access_method?: string | null;
      /** @default null */
      remote?: components["schemas"]["OutputRemote"] | null;
      /**
       * Prefetch To Local
       * @default null
       */
      prefetch_to_local?: boolean | null;
    };
    /**
     * OutputRemote
     * @description Where an output goes.
     */
    OutputRemote: {
      /** @default null */
      obs?: components["schemas"]["Bucket"] | null;
    };
    /**
     * Parameter
     * @description A hyper-parameter. access_method: as an argument `--name=value` (the default), or as a variable.
     */
    Parameter: {
      /**
       * Name
       * @default
       */
      name?: string;
      /**
       * Value
       * @default
       */
      value?: string;
      /**
       * Description
       * @default null
       */
      description?: string | null;
      /** @default null */
      constraint?: components["schemas"]["Constraint"] | null;
      /**
       * Access Method
       * @default null
       */
      access_method?: string | null;
    };
    /**
     * Part
     * @description Parent of all: unknown fields are ignored, and null is as good as nothing.
     */
    Part: Record<string, never>;
    /**
     * Resource
     * @description What the job gets.
     */
    Resource: {
      /**
       * Policy
       * @default null
       */
      policy?: string | null;
      /**
       * Flavor Id
       * @default null
       */
      flavor_id?: string | null;
      /**
       * Node Count
       * @default null
       */
      node_count?: number | null;
      /**
       * Pool Id
       * @default null
       */
      pool_id?: string | null;
      /**
       * Pool Group Id
       * @default null
       */
      pool_group_id?: string | null;
      /** @default null */
      main_container_customized_flavor?: components["schemas"]["CustomFlavor"] | null;
    };
    /**
     * SchedulePolicy
     * @description How the job queues.
     */
    SchedulePolicy: {
      /**
       * Required Affinity
       * @default null
       */
      required_affinity?: unknown;
      /**
       * Preferred Affinity
       * @default null
       */
      preferred_affinity?: unknown;
      /**
       * Priority
       * @default null
       */
      priority?: number | null;
      /**
       * Preemptible
       * @default null
       */
      preemptible?: boolean | null;
    };
    /**
     * Spec
     * @description With what, and how, the job runs.
     */
    Spec: {
      /** @default null */
      resource?: components["schemas"]["Resource"] | null;
      /**
       * Volumes
       * @default null
       */
      volumes?: components["schemas"]["Volume"][] | null;
      /** @default null */
      log_export_path?: components["schemas"]["LogExportPath"] | null;
      /** @default null */
      auto_stop?: components["schemas"]["AutoStop"] | null;
      /** @default null */
      schedule_policy?: components["schemas"]["SchedulePolicy"] | null;
      /** @default null */
      notification?: components["schemas"]["Notification"] | null;
      /**
       * Retention
       * @default null
       */
      retention?: unknown;
      /**
       * Log Export Config
       * @default null
       */
      log_export_config?: unknown;
      /**
       * Custom Metrics
       * @default null
       */
      custom_metrics?: unknown;
      /**
       * Output Model
       * @default null
       */
      output_model?: unknown;
      /**
       * Asset Model
       * @default null
       */
      asset_model?: unknown;
      /**
       * Asset Id
       * @default null
       */
      asset_id?: unknown;
      /**
       * Reserved Time
       * @default null
       */
      reserved_time?: unknown;
    };
    /**
     * UpdateMetadata
     * @description Advanced features; none can be changed later.
     */
    UpdateMetadata: {
      /**
       * Annotation
       * @default null
       */
      annotation?: unknown;
    };
    /**
     * UpdatePriority
     * @description What may change about queueing.
     */
    UpdatePriority: {
      /**
       * Priority
       * @default null
       */
      priority?: number | null;
      /**
       * Preemptible
       * @default null
       */
      preemptible?: boolean | null;
    };
    /**
     * UpdateSpec
     * @description What may change about a job.
     */
    UpdateSpec: {
      /** @default null */
      notification?: components["schemas"]["Notification"] | null;
      /** @default null */
      schedule_policy?: components["schemas"]["UpdatePriority"] | null;
    };
    /**
     * Volume
     * @description Something to mount.
     */
    Volume: {
      /** @default null */
      nfs?: components["schemas"]["NFS"] | null;
      /**
       * Pfs
       * @default null
       */
      pfs?: unknown;
      /**
       * Obs
       * @default null
       */
      obs?: unknown;
    };
    /**
     * AlgorithmAnswer
     * @description What the job runs. environments: one mapping with the declared variables.
     */
    AlgorithmAnswer: {
      /** Code Dir */
      code_dir: string;
      /** Boot File */
      boot_file: string;
      /** Command */
      command: string;
      /** Parameters */
      parameters: components["schemas"]["ParameterAnswer"][];
      /** Inputs */
      inputs: components["schemas"]["ChannelAnswer"][];
      /** Outputs */
      outputs: components["schemas"]["OutputAnswer"][];
      engine: components["schemas"]["EngineAnswer"];
      /** Local Code Dir */
      local_code_dir: string;
      /** Working Dir */
      working_dir: string;
      /** Environments */
      environments: {
        [key: string]: string;
      }[];
    };
    /**
     * Answer
     * @description Parent of all: a field that is not listed here must not be sent.
     */
    Answer: Record<string, never>;
    /**
     * AutoStopAnswer
     * @description How long the job may run.
     */
    AutoStopAnswer: {
      /** Time Unit */
      time_unit: string;
      /** Duration */
      duration: number;
    };
    /**
     * ChannelAnswer
     * @description An input or output. local_dir: the directory of the container, as the program gets it.
     */
    ChannelAnswer: {
      /** Name */
      name: string;
      /** Description */
      description: string;
      /** Local Dir */
      local_dir: string;
      /** Access Method */
      access_method: string;
      remote: components["schemas"]["Remote"];
    };
    /**
     * CodeFactsAnswer
     * @description How large the code directory is.
     */
    CodeFactsAnswer: {
      /** Files */
      files: number;
      /** Folders */
      folders: number;
      /** Bytes */
      bytes: number;
      /** Requirements */
      requirements: string | null;
    };
    /**
     * CustomFlavorAnswer
     * @description Resources instead of those of a flavor; memory in GB.
     */
    CustomFlavorAnswer: {
      /** Cpu Core Num */
      cpu_core_num: number;
      /** Mem Size */
      mem_size: number;
      /** Accelerator Num */
      accelerator_num: number;
    };
    /**
     * EngineAnswer
     * @description What the job runs in.
     */
    EngineAnswer: {
      /** Engine Id */
      engine_id: string;
      /** Engine Name */
      engine_name: string;
      /** Engine Version */
      engine_version: string;
      /** Image Url */
      image_url: string;
    };
    /**
     * FlavorFacts
     * @description What a node of the job would get.
     */
    FlavorFacts: {
      /** Flavor Id */
      flavor_id: string;
      /** Cpu Core Num */
      cpu_core_num: number;
      /** Mem Size Bytes */
      mem_size_bytes: number;
      /** Disk Size Bytes */
      disk_size_bytes: number;
      /** Accelerator Num */
      accelerator_num: number;
      /** Accelerator Type */
      accelerator_type: string;
    };
    /**
     * JobAnswer
     * @description A training job. runtime: only of a single job, not in lists.
     */
    JobAnswer: {
      /** Kind */
      kind: string;
      metadata: components["schemas"]["JobMetadata"];
      status: components["schemas"]["JobStatus"];
      algorithm: components["schemas"]["AlgorithmAnswer"];
      /** Tasks */
      tasks: {
        [key: string]: unknown;
      }[];
      spec: components["schemas"]["SpecAnswer"];
      /** Endpoints */
      endpoints: {
        [key: string]: unknown;
      };
      /** @default null */
      runtime?: components["schemas"]["RuntimeAnswer"] | null;
    };
    /**
     * JobListAnswer
     * @description A page of jobs. total: all jobs of the workspace; count: those that match.
     */
    JobListAnswer: {
      /** Total */
      total: number;
      /** Count */
      count: number;
      /** Limit */
      limit: number;
      /** Offset */
      offset: number;
      /** Sort By */
      sort_by: string;
      /** Order */
      order: string;
      /** Group By */
      group_by: string;
      /** Workspace Id */
      workspace_id: string;
      /** Ai Project */
      ai_project: string;
      /** Items */
      items: components["schemas"]["JobAnswer"][];
    };
    /**
     * JobMetadata
     * @description What a job is called, and whose it is.
     */
    JobMetadata: {
      /** Id */
      id: string;
      /** Name */
      name: string;
      /** Workspace Id */
      workspace_id: string;
      /** Description */
      description: string;
      /** Create Time */
      create_time: number;
      /** User Name */
      user_name: string;
      /** User Id */
      user_id: string;
      /** Annotations */
      annotations: {
        [key: string]: string;
      };
    };
    /**
     * JobStatus
     * @description How a job is.
     *
     *     duration: of its runs so far. reason: why it ended as it did, or could not be created.
     *     wait_reason, queue_position: while it waits for resources. restarts: attempts after the first.
     */
    JobStatus: {
      /** Phase */
      phase: string;
      /** Secondary Phase */
      secondary_phase: string;
      /** Duration */
      duration: number;
      /** Start Time */
      start_time: number | null;
      /** End Time */
      end_time: number | null;
      /** Tasks */
      tasks: string[];
      /** Task Statuses */
      task_statuses: components["schemas"]["TaskStatus"][];
      /** Running Records */
      running_records: components["schemas"]["RunningRecord"][];
      /** Node Count Metrics */
      node_count_metrics: number[][];
      /** Task Ips */
      task_ips: components["schemas"]["TaskIP"][];
      /** Reason */
      reason: string | null;
      /** Wait Reason */
      wait_reason: string | null;
      /** Queue Position */
      queue_position: number | null;
      /** Restarts */
      restarts: number;
    };
    /**
     * LogExportPathAnswer
     * @description Where logs are kept for good; empty without one.
     */
    LogExportPathAnswer: {
      /** Obs Url */
      obs_url: string;
    };
    /**
     * NFSAnswer
     * @description A directory of the nodes.
     */
    NFSAnswer: {
      /** Nfs Server Path */
      nfs_server_path: string;
      /** Local Path */
      local_path: string;
      /** Read Only */
      read_only: boolean;
    };
    /**
     * NameAnswer
     * @description Whether a name is taken.
     */
    NameAnswer: {
      /** Is Duplicate */
      is_duplicate: boolean;
    };
    /**
     * OutputAnswer
     * @description An output. prefetch_to_local: what lies at its place is downloaded before the start.
     */
    OutputAnswer: {
      /** Name */
      name: string;
      /** Description */
      description: string;
      /** Local Dir */
      local_dir: string;
      /** Access Method */
      access_method: string;
      remote: components["schemas"]["Remote"];
      /** Prefetch To Local */
      prefetch_to_local: boolean;
    };
    /**
     * ParameterAnswer
     * @description A hyper-parameter.
     */
    ParameterAnswer: {
      /** Name */
      name: string;
      /** Value */
      value: string;
      /** Description */
      description: string;
      /** Access Method */
      access_method: string;
      /** Constraint */
      constraint: {
        [key: string]: unknown;
      };
    };
    /**
     * PreviewAnswer
     * @description What would be run. inputs, outputs: directory of the container by name.
     */
    PreviewAnswer: {
      /** Command */
      command: string[];
      /** Working Dir */
      working_dir: string;
      /** Code Dir */
      code_dir: string;
      /** Environments */
      environments: {
        [key: string]: string;
      };
      /** Setup */
      setup: string[][];
      /** Inputs */
      inputs: {
        [key: string]: string;
      };
      /** Outputs */
      outputs: {
        [key: string]: string;
      };
      /** Image */
      image: string;
      flavor: components["schemas"]["FlavorFacts"] | null;
      code: components["schemas"]["CodeFactsAnswer"] | null;
      /** Tasks */
      tasks: string[];
    };
    /**
     * ProblemAnswer
     * @description Something that stands against creating a job.
     */
    ProblemAnswer: {
      /** Field */
      field: string;
      /** Error Code */
      error_code: string;
      /** Error Msg */
      error_msg: string;
    };
    /**
     * QuotaAnswer
     * @description A quota and how much of it is used.
     */
    QuotaAnswer: {
      /** Resource */
      resource: string;
      /** Quota */
      quota: number;
      /** Used */
      used: number;
    };
    /**
     * QuotasAnswer
     * @description The quotas of the project.
     */
    QuotasAnswer: {
      /** Quotas */
      quotas: components["schemas"]["QuotaAnswer"][];
    };
    /**
     * RecoverRecord
     * @description What was done about an attempt that did not succeed. Times in seconds.
     */
    RecoverRecord: {
      /** Recover Start At */
      recover_start_at: number;
      /** Recover End At */
      recover_end_at: number | null;
      /** Recover */
      recover: string;
      /** Fault Scenario */
      fault_scenario: string;
      /** Reason */
      reason: string;
      /** Related Task */
      related_task: string;
      /** Recover Result */
      recover_result: string;
    };
    /**
     * Remote
     * @description Where an input comes from or an output goes.
     */
    Remote: {
      obs: components["schemas"]["Bucket"];
    };
    /**
     * ResourceAnswer
     * @description What each node gets.
     */
    ResourceAnswer: {
      /** Policy */
      policy: string;
      /** Flavor Id */
      flavor_id: string;
      /** Flavor Name */
      flavor_name: string;
      /** Node Count */
      node_count: number;
      /** Pool Id */
      pool_id: string;
      /** Flavor Detail */
      flavor_detail: {
        [key: string]: unknown;
      };
      main_container_customized_flavor: components["schemas"]["CustomFlavorAnswer"] | null;
    };
    /**
     * RunningRecord
     * @description One attempt. Times in seconds since the epoch.
     */
    RunningRecord: {
      /** Start At */
      start_at: number | null;
      /** End At */
      end_at: number | null;
      /** Start Type */
      start_type: string;
      /** End Reason */
      end_reason: string;
      /** End Related Task */
      end_related_task: string;
      /** End Recover */
      end_recover: string;
      /** Recover Records */
      recover_records: components["schemas"]["RecoverRecord"][];
    };
    /**
     * RuntimeAnswer
     * @description How the first task is started. environments: effective ones, with secrets masked.
     *
     *     `{address:worker-0}` stands for the address that a task gets when it is placed.
     */
    RuntimeAnswer: {
      /** Command */
      command: string[];
      /** Working Dir */
      working_dir: string;
      /** Code Dir */
      code_dir: string;
      /** Environments */
      environments: {
        [key: string]: string;
      };
      /** Setup */
      setup: string[][];
    };
    /**
     * SchedulePolicyAnswer
     * @description How the job queues.
     */
    SchedulePolicyAnswer: {
      /** Priority */
      priority: number;
      /** Preemptible */
      preemptible: boolean;
    };
    /**
     * SpecAnswer
     * @description With what, and how, the job runs.
     */
    SpecAnswer: {
      resource: components["schemas"]["ResourceAnswer"];
      /** Volumes */
      volumes: components["schemas"]["VolumeAnswer"][];
      log_export_path: components["schemas"]["LogExportPathAnswer"];
      auto_stop: components["schemas"]["AutoStopAnswer"] | null;
      schedule_policy: components["schemas"]["SchedulePolicyAnswer"];
    };
    /**
     * TaskIP
     * @description Where a task runs.
     */
    TaskIP: {
      /** Task */
      task: string;
      /** Ip */
      ip: string;
      /** Host Ip */
      host_ip: string;
      /** Schedule Count */
      schedule_count: number;
    };
    /**
     * TaskStatus
     * @description How a task ended. message: one sentence, with what to do where we know it.
     */
    TaskStatus: {
      /** Task */
      task: string;
      /** Exit Code */
      exit_code: number | null;
      /** Message */
      message: string;
    };
    /**
     * ValidationAnswer
     * @description What is wrong with a job, all at once, and what it would run. preview: as far as it can be said.
     */
    ValidationAnswer: {
      /** Valid */
      valid: boolean;
      /** Problems */
      problems: components["schemas"]["ProblemAnswer"][];
      /** Warnings */
      warnings: components["schemas"]["ProblemAnswer"][];
      preview: components["schemas"]["PreviewAnswer"] | null;
    };
    /**
     * VolumeAnswer
     * @description A mount.
     */
    VolumeAnswer: {
      nfs: components["schemas"]["NFSAnswer"];
    };
    /**
     * EventCategories
     * @description The kinds of events.
     */
    EventCategories: {
      /** Event-Categories */
      "event-categories": components["schemas"]["EventCategory"][];
    };
    /**
     * EventCategory
     * @description A kind of event that people can be told of.
     */
    EventCategory: {
      /** Id */
      id: string;
      /** Name */
      name: string;
      /** Description */
      description: string;
      /** Notification */
      notification: boolean;
    };
    /**
     * EventLevel
     * @description How bad an event of a job is; the published spellings.
     * @enum {string}
     */
    EventLevel: "Info" | "Warning" | "Error";
    /**
     * JobEvent
     * @description Something that happened to a job. `time` is ISO 8601. `source`: Job, or Task for what one task did.
     */
    JobEvent: {
      /** Time */
      time: string;
      level: components["schemas"]["EventLevel"];
      /** Message */
      message: string;
      /** Source */
      source: string;
    };
    /**
     * JobEvents
     * @description A page of the events of a job. `total` counts those that pass the filters.
     */
    JobEvents: {
      /** Total */
      total: number;
      /** Limit */
      limit: number;
      /** Offset */
      offset: number;
      /** Order */
      order: string;
      /** Start Time */
      start_time: string;
      /** End Time */
      end_time: string;
      /** Events */
      events: components["schemas"]["JobEvent"][];
    };
    /**
     * JobStages
     * @description The runs of a job.
     */
    JobStages: {
      /** Total Count */
      total_count: number;
      /** Running Records */
      running_records: components["schemas"]["StageRecord"][];
    };
    /**
     * StageInfo
     * @description One stage of a run. Times are milliseconds since the epoch; `end_time` is empty while the stage lasts.
     */
    StageInfo: {
      /** Job Id */
      job_id: string;
      name: components["schemas"]["StageName"];
      /** En Message */
      en_message: string;
      /** Zh Message */
      zh_message: string;
      /** Start Time */
      start_time: string;
      /** End Time */
      end_time: string;
      /** Stage Order */
      stage_order: number;
      /** Sub Stages */
      sub_stages: components["schemas"]["SubStage"][];
    };
    /**
     * StageName
     * @description Stages of one run of a job, in their order.
     * @enum {string}
     */
    StageName: "scheduling" | "preparing" | "running" | "end";
    /**
     * StageRecord
     * @description The stages of one run; the record with the highest number is the newest.
     */
    StageRecord: {
      /** Record Order */
      record_order: number;
      /** Stages */
      stages: components["schemas"]["StageInfo"][];
    };
    /**
     * SubStage
     * @description A step within a stage. `create_time`: when it began, in milliseconds since the epoch.
     */
    SubStage: {
      /** Name */
      name: string;
      /** En Message */
      en_message: string;
      /** Zh Message */
      zh_message: string;
      /** Create Time */
      create_time: string;
    };
    /**
     * TaskHistory
     * @description Where a task ran. `schedule_count`: in which run of the job, from 1.
     */
    TaskHistory: {
      /** Task */
      task: string;
      /** Ip */
      ip: string;
      /** Host Ip */
      host_ip: string;
      /** Schedule Count */
      schedule_count: number;
    };
    /**
     * LineLevel
     * @description How bad a line of a log says that it is. PLAIN: it does not say.
     * @enum {string}
     */
    LineLevel: "plain" | "debug" | "info" | "warning" | "error";
    /**
     * LineSource
     * @description Who wrote a line of a log: the platform, or the user's own program.
     * @enum {string}
     */
    LineSource: "platform" | "user";
    /**
     * LogByLines
     * @description Some lines of a log. `start_line` and `end_line` name the first and the last of them, for `base_line`.
     */
    LogByLines: {
      /** Start Line */
      start_line: string;
      /** End Line */
      end_line: string;
      /** Lines */
      lines: number;
      /** Content */
      content: string;
    };
    /**
     * LogHit
     * @description A place where the text occurs. `start`, `length`: the hit within `line`, in characters.
     */
    LogHit: {
      /** Offset */
      offset: number;
      /** Line Offset */
      line_offset: number;
      /** Line */
      line: string;
      /** Start */
      start: number;
      /** Length */
      length: number;
    };
    /**
     * LogHits
     * @description Where a text occurs. `total` counts all of it in the part looked at, up to `next_offset`; `hits` are the first.
     *
     *     `complete`: the log was looked at to its present end; otherwise ask again from `next_offset` and add up.
     */
    LogHits: {
      /** Attempt */
      attempt: number;
      /** Hits */
      hits: components["schemas"]["LogHit"][];
      /** Total */
      total: number;
      /** Next Offset */
      next_offset: number;
      /** Size */
      size: number;
      /** Ended */
      ended: boolean;
      /** Complete */
      complete: boolean;
    };
    /**
     * LogLine
     * @description One line. `repeats`: how often the block of `period` lines that it is in comes in a row, when lines are folded.
     */
    LogLine: {
      /** Offset */
      offset: number;
      /** Next Offset */
      next_offset: number;
      source: components["schemas"]["LineSource"];
      level: components["schemas"]["LineLevel"];
      /** Text */
      text: string;
      /**
       * Truncated
       * @default false
       */
      truncated?: boolean;
      /**
       * Repeats
       * @default 1
       */
      repeats?: number;
      /**
       * Period
       * @default 1
       */
      period?: number;
    };
    /**
     * LogLines
     * @description Lines that pass the filter, in the order of the log.
     *
     *     `previous_offset`, `next_offset`: where to ask for the lines before and after these. `complete`: the log was looked
     *     at to its end in the direction asked for; otherwise ask again from there, even if there were no lines.
     */
    LogLines: {
      /** Attempt */
      attempt: number;
      /** Lines */
      lines: components["schemas"]["LogLine"][];
      /** Previous Offset */
      previous_offset: number;
      /** Next Offset */
      next_offset: number;
      /** Size */
      size: number;
      /** Ended */
      ended: boolean;
      /** Complete */
      complete: boolean;
    };
    /**
     * LogLink
     * @description A link without login. `url` is told only once, when it is made.
     */
    LogLink: {
      /** Id */
      id: string;
      /** Task Id */
      task_id: string;
      /** Attempt */
      attempt: number;
      /** Created By */
      created_by: string;
      /** Create Time */
      create_time: number;
      /** Expire Time */
      expire_time: number;
      /**
       * Url
       * @default null
       */
      url?: string | null;
    };
    /**
     * LogLinkCreate
     * @description A link by which everybody can read a log, without login.
     */
    LogLinkCreate: {
      /**
       * Expires Seconds
       * @description How long it works.
       * @default 3600
       */
      expires_seconds?: number;
      /**
       * Attempt
       * @description Which run of the task; the newest by default.
       * @default null
       */
      attempt?: number | null;
    };
    /**
     * LogLinks
     * @description The links of a log that still work.
     */
    LogLinks: {
      /** Links */
      links: components["schemas"]["LogLink"][];
    };
    /**
     * LogPreview
     * @description The newest part of a log. Sizes are in bytes; `full_size` counts parts that were dropped, too.
     */
    LogPreview: {
      /** Content */
      content: string;
      /** Current Size */
      current_size: number;
      /** Full Size */
      full_size: number;
    };
    /**
     * LogRange
     * @description A piece of a log, from `offset` to `next_offset`, both in bytes.
     *
     *     `offset` is later than asked for where older bytes were dropped. `ended`: nothing will be added to the log any more;
     *     there is more to read now if `next_offset` is below `size`.
     */
    LogRange: {
      /** Attempt */
      attempt: number;
      /** Offset */
      offset: number;
      /** Next Offset */
      next_offset: number;
      /** Size */
      size: number;
      /** Ended */
      ended: boolean;
      /** Content */
      content: string;
    };
    /**
     * LogURL
     * @description Where the whole log can be read.
     */
    LogURL: {
      /** Obs Url */
      obs_url: string;
    };
    /**
     * Curve
     * @description One curve. `times` are milliseconds since the epoch, `values` what was measured then. `card`: of one accelerator.
     */
    Curve: {
      metric: components["schemas"]["Metric"];
      /** Unit */
      unit: string;
      /**
       * Card
       * @default null
       */
      card?: number | null;
      /** Times */
      times: number[];
      /** Values */
      values: number[];
    };
    /**
     * JobCurves
     * @description The curves of the tasks of a job. `total_count`: how many tasks there are.
     */
    JobCurves: {
      /** Attempt */
      attempt: number;
      /** Total Count */
      total_count: number;
      /** Tasks */
      tasks: components["schemas"]["TaskCurves"][];
    };
    /**
     * JobMetrics
     * @description The measurements of one task since it started.
     */
    JobMetrics: {
      /** Metrics */
      metrics: components["schemas"]["MetricObject"][];
    };
    /**
     * Metric
     * @description What is measured of a task; the first six are published names.
     * @enum {string}
     */
    Metric:
      | "cpuUsage"
      | "memUsage"
      | "gpuUtil"
      | "gpuMemUsage"
      | "npuUtil"
      | "npuMemUsage"
      | "memBytes"
      | "diskBytes"
      | "readRate"
      | "writeRate";
    /**
     * MetricObject
     * @description One curve with an average for each minute; -1 where nothing was measured.
     */
    MetricObject: {
      metric: components["schemas"]["Metric"];
      /** Value */
      value: number[];
    };
    /**
     * TaskCurves
     * @description The curves of one run of one task.
     */
    TaskCurves: {
      /** Task */
      task: string;
      /** Attempt */
      attempt: number;
      /** Curves */
      curves: components["schemas"]["Curve"][];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
