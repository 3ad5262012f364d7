/* eslint-disable */
/* eslint-disable */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * ListMetadata
     * @description continue: where the next page begins; missing on the last one.
     */
    ListMetadata: {
      /**
       * Continue
       * @default null
       */
      continue?: string | null;
      /**
       * Remainingitemcount
       * @default 0
       */
      remainingItemCount?: number;
    };
    /**
     * NodeList
     * @description A page of machines.
     */
    NodeList: {
      /**
       * Apiversion
       * @default v2
       * @constant
       */
      apiVersion?: "v2";
      /**
       * Kind
       * @default NodeList
       * @constant
       */
      kind?: "NodeList";
      metadata: components["schemas"]["ListMetadata"];
      /** Items */
      items: components["schemas"]["NodeShape"][];
    };
    /** NodeMetadata */
    NodeMetadata: {
      /** Name */
      name: string;
      /** Creationtimestamp */
      creationTimestamp: string;
      /** Labels */
      labels: {
        [key: string]: string;
      };
      /** Annotations */
      annotations?: {
        [key: string]: string;
      };
    };
    /**
     * NodeShape
     * @description A machine of a pool.
     */
    NodeShape: {
      /**
       * Apiversion
       * @default v2
       * @constant
       */
      apiVersion?: "v2";
      /**
       * Kind
       * @default Node
       * @constant
       */
      kind?: "Node";
      metadata: components["schemas"]["NodeMetadata"];
      spec: components["schemas"]["NodeSpec"];
      status: components["schemas"]["NodeStatus"];
    };
    /** NodeSpec */
    NodeSpec: {
      /** Flavor */
      flavor: string;
    };
    /**
     * NodeStatus
     * @description resources, availableResources: cores, memory in Gi, cards; all of the node, and what is free.
     */
    NodeStatus: {
      /**
       * Phase
       * @enum {string}
       */
      phase: "Available" | "Abnormal";
      /**
       * Message
       * @default
       */
      message?: string;
      /**
       * Az
       * @default local
       */
      az?: string;
      /** Privateip */
      privateIp: string;
      /** Resources */
      resources: {
        [key: string]: string;
      };
      /** Availableresources */
      availableResources: {
        [key: string]: string;
      };
    };
    /**
     * PoolAnnotations
     * @description description: for people.
     */
    PoolAnnotations: {
      /**
       * Os.Modelarts/Description
       * @default null
       */
      "os.modelarts/description"?: string | null;
    };
    /** PoolCounts */
    PoolCounts: {
      /**
       * Creating
       * @default 0
       */
      creating?: number;
      /** Created */
      created: number;
      /**
       * Failed
       * @default 0
       */
      failed?: number;
      /**
       * Pending
       * @default 0
       */
      pending?: number;
    };
    /** PoolCountsByStatus */
    PoolCountsByStatus: {
      status: components["schemas"]["PoolCounts"];
    };
    /**
     * PoolCreate
     * @description A dedicated pool to be made of idle machines.
     */
    PoolCreate: {
      metadata: components["schemas"]["PoolMetadataCreate"];
      spec: components["schemas"]["PoolSpecCreate"];
    };
    /**
     * PoolLabels
     * @description name: what people call it.
     */
    PoolLabels: {
      /** Os.Modelarts/Name */
      "os.modelarts/name": string;
      /**
       * Os.Modelarts/Workspace.Id
       * @default 0
       */
      "os.modelarts/workspace.id"?: string;
    };
    /**
     * PoolList
     * @description Pools of a project. count, total_count: additions of ours for paging.
     */
    PoolList: {
      /**
       * Apiversion
       * @default v2
       * @constant
       */
      apiVersion?: "v2";
      /**
       * Kind
       * @default PoolList
       * @constant
       */
      kind?: "PoolList";
      /** Items */
      items: components["schemas"]["PoolShape"][];
      /** Count */
      count: number;
      /** Total Count */
      total_count: number;
    };
    /**
     * PoolMetadata
     * @description name: the id of the pool.
     */
    PoolMetadata: {
      /** Name */
      name: string;
      /**
       * Creationtimestamp
       * @default null
       */
      creationTimestamp?: string | null;
      /** Labels */
      labels: {
        [key: string]: string;
      };
      /** Annotations */
      annotations: {
        [key: string]: string;
      };
    };
    /** PoolMetadataCreate */
    PoolMetadataCreate: {
      labels: components["schemas"]["PoolLabels"];
      annotations?: components["schemas"]["PoolAnnotations"];
    };
    /** PoolMetadataUpdate */
    PoolMetadataUpdate: {
      annotations?: components["schemas"]["PoolAnnotations"];
    };
    /**
     * PoolNodes
     * @description How many machines of a flavor.
     */
    PoolNodes: {
      /** Flavor */
      flavor: string;
      /** Count */
      count: number;
    };
    /**
     * PoolResources
     * @description Nodes that can run tasks, and nodes that cannot.
     */
    PoolResources: {
      /** @default null */
      available?: components["schemas"]["PoolSpecNodes"] | null;
      /** @default null */
      abnormal?: components["schemas"]["PoolSpecNodes"] | null;
    };
    /** PoolScopeStatus */
    PoolScopeStatus: {
      /** Scopetype */
      scopeType: string;
      /**
       * State
       * @default Enabled
       * @constant
       */
      state?: "Enabled";
    };
    /**
     * PoolShape
     * @description A pool.
     */
    PoolShape: {
      /**
       * Apiversion
       * @default v2
       * @constant
       */
      apiVersion?: "v2";
      /**
       * Kind
       * @default Pool
       * @constant
       */
      kind?: "Pool";
      metadata: components["schemas"]["PoolMetadata"];
      spec: components["schemas"]["PoolSpec"];
      status: components["schemas"]["PoolStatus"];
    };
    /** PoolSpec */
    PoolSpec: {
      /**
       * Type
       * @default Dedicate
       * @constant
       */
      type?: "Dedicate";
      /** Scope */
      scope: string[];
      /** Resources */
      resources: components["schemas"]["PoolSpecNodes"][];
      /** Jobflavors */
      jobFlavors?: string[];
      /**
       * Controlmode
       * @default 0
       */
      controlMode?: number;
      /** Projects */
      projects?: string[];
    };
    /**
     * PoolSpecCreate
     * @description projects: further projects of the account that may use the pool (an addition of ours).
     */
    PoolSpecCreate: {
      /**
       * Type
       * @default Dedicate
       * @enum {string}
       */
      type?: "Dedicate" | "Logical";
      /**
       * Scope
       * @default [
       *       "Train",
       *       "Infer",
       *       "Notebook"
       *     ]
       */
      scope?: ("Train" | "Infer" | "Notebook")[];
      /** Resources */
      resources: components["schemas"]["PoolNodes"][];
      /** Projects */
      projects?: string[];
    };
    /** PoolSpecNodes */
    PoolSpecNodes: {
      /** Flavor */
      flavor: string;
      /** Count */
      count: number;
      /** Maxcount */
      maxCount: number;
    };
    /** PoolSpecUpdate */
    PoolSpecUpdate: {
      /**
       * Scope
       * @default null
       */
      scope?: ("Train" | "Infer" | "Notebook")[] | null;
      /**
       * Resources
       * @default null
       */
      resources?: components["schemas"]["PoolNodes"][] | null;
    };
    /**
     * PoolStatistics
     * @description How many pools there are.
     */
    PoolStatistics: {
      statistics: components["schemas"]["PoolCountsByStatus"];
      /** Operationtime */
      operationTime: string;
    };
    /** PoolStatus */
    PoolStatus: {
      /**
       * Phase
       * @enum {string}
       */
      phase: "Running" | "Abnormal";
      /** Message */
      message: string;
      resources: components["schemas"]["PoolResources"];
      /** Scope */
      scope: components["schemas"]["PoolScopeStatus"][];
      /**
       * Parent
       * @default
       */
      parent?: string;
      /** Root */
      root: string;
    };
    /**
     * PoolUpdate
     * @description Changes of a pool; what is not given stays. `resources` is the whole list.
     */
    PoolUpdate: {
      metadata?: components["schemas"]["PoolMetadataUpdate"];
      spec?: components["schemas"]["PoolSpecUpdate"];
    };
    /**
     * PoolWorkload
     * @description A workload of a pool. jobName, jobUUID: what it belongs to, such as a training job.
     */
    PoolWorkload: {
      /**
       * Apiversion
       * @default v1
       * @constant
       */
      apiVersion?: "v1";
      /**
       * Kind
       * @default Workload
       * @constant
       */
      kind?: "Workload";
      /** Type */
      type: string;
      /** Namespace */
      namespace: string;
      /** Name */
      name: string;
      /** Jobname */
      jobName: string;
      /** Uid */
      uid: string;
      /** Jobuuid */
      jobUUID: string;
      /** Flavor */
      flavor: string;
      /** Status */
      status: string;
      /** Username */
      userName: string;
      /** Resourcerequirement */
      resourceRequirement: {
        [key: string]: string;
      };
      /** Priority */
      priority: string;
      /** Runningduration */
      runningDuration: number;
      /** Pendingduration */
      pendingDuration: number;
      /**
       * Pendingposition
       * @default null
       */
      pendingPosition?: number | null;
      /** Createtime */
      createTime: number;
      /** Hostips */
      hostIps: string;
    };
    /**
     * PoolWorkloadList
     * @description A page of workloads.
     */
    PoolWorkloadList: {
      /**
       * Apiversion
       * @default v1
       * @constant
       */
      apiVersion?: "v1";
      /**
       * Kind
       * @default WorkloadList
       * @constant
       */
      kind?: "WorkloadList";
      /** Items */
      items: components["schemas"]["PoolWorkload"][];
      /** Count */
      count: number;
      /** Total Count */
      total_count: number;
    };
    /**
     * QueueList
     * @description A page of a queue.
     */
    QueueList: {
      /** Queue */
      queue: components["schemas"]["QueuedWorkload"][];
      /** Count */
      count: number;
      /** Total Count */
      total_count: number;
    };
    /**
     * QueuedWorkload
     * @description A workload that waits: its place among all that wait in the pool, and why, in the language of the request.
     */
    QueuedWorkload: {
      /** Workload Id */
      workload_id: string;
      /** Name */
      name: string;
      /** Owner Type */
      owner_type: string;
      /** Owner Id */
      owner_id: string;
      /** User Name */
      user_name: string;
      /** Position */
      position: number;
      /** Priority */
      priority: number;
      /** Flavor */
      flavor: string;
      /** Task Count */
      task_count: number;
      /** Reason */
      reason: string;
      /** Reason Key */
      reason_key: string;
      /** Queued At */
      queued_at: number;
    };
    /**
     * QuotaChange
     * @description quota: 0 or more, or -1 for no limit.
     */
    QuotaChange: {
      /** Resource */
      resource: string;
      /** Quota */
      quota: number;
    };
    /**
     * QuotaList
     * @description All quotas of a workspace or a project.
     */
    QuotaList: {
      /** Quotas */
      quotas: components["schemas"]["QuotaShape"][];
    };
    /**
     * QuotaShape
     * @description A quota. quota: -1 for no limit; then `used_quota` is null, as the public contract has it.
     */
    QuotaShape: {
      /** Resource */
      resource: string;
      /** Quota */
      quota: number;
      /**
       * Used Quota
       * @default null
       */
      used_quota?: number | null;
      /**
       * Min Quota
       * @default 0
       */
      min_quota?: number;
      /**
       * Max Quota
       * @default 2147483647
       */
      max_quota?: number;
      /** Name En */
      name_en: string;
      /** Name Cn */
      name_cn: string;
      /** Unit En */
      unit_en: string;
      /** Unit Cn */
      unit_cn: string;
      /**
       * Update Time
       * @default null
       */
      update_time?: number | null;
    };
    /**
     * QuotaUpdate
     * @description Quotas to set; others stay as they are.
     */
    QuotaUpdate: {
      /** Quotas */
      quotas: components["schemas"]["QuotaChange"][];
    };
    /**
     * FlavorCapacity
     * @description The most that one node can still give: cores, and memory in GB.
     */
    FlavorCapacity: {
      /** Cpu Core Num */
      cpu_core_num: number;
      /** Mem Size */
      mem_size: number;
    };
    /**
     * FlavorCards
     * @description Cards of a machine. size, chip, card: how many.
     */
    FlavorCards: {
      /** Type */
      type: string;
      /** Size */
      size: string;
      /** Card */
      card: string;
      /** Chip */
      chip: string;
      /**
       * Memory
       * @default
       */
      memory?: string;
    };
    /**
     * ResourceFlavor
     * @description A kind of machine.
     */
    ResourceFlavor: {
      /**
       * Apiversion
       * @default v1
       * @constant
       */
      apiVersion?: "v1";
      /**
       * Kind
       * @default ResourceFlavor
       * @constant
       */
      kind?: "ResourceFlavor";
      metadata: components["schemas"]["ResourceFlavorMetadata"];
      spec: components["schemas"]["ResourceFlavorSpec"];
      status: components["schemas"]["ResourceFlavorStatus"];
    };
    /**
     * ResourceFlavorList
     * @description A page of machines' flavors.
     */
    ResourceFlavorList: {
      /**
       * Apiversion
       * @default v1
       * @constant
       */
      apiVersion?: "v1";
      /**
       * Kind
       * @default ResourceFlavorList
       * @constant
       */
      kind?: "ResourceFlavorList";
      metadata: components["schemas"]["ListMetadata"];
      /** Items */
      items: components["schemas"]["ResourceFlavor"][];
    };
    /**
     * ResourceFlavorMetadata
     * @description name: what pools ask for.
     */
    ResourceFlavorMetadata: {
      /** Name */
      name: string;
      /** Labels */
      labels?: {
        [key: string]: string;
      };
      /** Annotations */
      annotations?: {
        [key: string]: string;
      };
    };
    /**
     * ResourceFlavorSpec
     * @description The size of a machine: cores, memory in GiB, cards.
     */
    ResourceFlavorSpec: {
      /**
       * Type
       * @default Dedicate
       * @constant
       */
      type?: "Dedicate";
      /**
       * Cpuarch
       * @default x86
       * @enum {string}
       */
      cpuArch?: "x86" | "arm64";
      /** Cpu */
      cpu: string;
      /** Memory */
      memory: string;
      /** @default null */
      gpu?: components["schemas"]["FlavorCards"] | null;
      /** @default null */
      npu?: components["schemas"]["FlavorCards"] | null;
      /** Jobflavors */
      jobFlavors?: string[];
      /** Billingmodes */
      billingModes?: number[];
    };
    /**
     * ResourceFlavorStatus
     * @description phase: by zone, of which there is one.
     */
    ResourceFlavorStatus: {
      /** Phase */
      phase: {
        [key: string]: string;
      };
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
