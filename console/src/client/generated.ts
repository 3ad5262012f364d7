// Written by scripts/generate-client.mjs from openapi.json; changes here are lost.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Health
         * @description Say that the API answers.
         */
        get: operations["ShowHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Openapi
         * @description Return the description of this API.
         */
        get: operations["ShowOpenAPI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Apps
         * @description List one's own apps.
         */
        get: operations["ListApigApps"];
        put?: never;
        /**
         * Create App
         * @description Make an app; the answer shows its secret.
         */
        post: operations["CreateApigApp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/apps/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show App
         * @description Show an app.
         */
        get: operations["ShowApigApp"];
        put?: never;
        post?: never;
        /**
         * Delete App
         * @description Delete an app that no service lets in.
         */
        delete: operations["DeleteApigApp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/apps/{app_id}/app-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create App Code
         * @description Give an app another code.
         */
        post: operations["CreateApigAppCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/apps/{app_id}/app-code/{app_code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Reset App Code
         * @description Put a new code in the place of one, which ends at once.
         */
        put: operations["ResetApigAppCode"];
        post?: never;
        /**
         * Delete App Code
         * @description End a code.
         */
        delete: operations["DeleteApigAppCode"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/apps/{app_id}/app-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Reset App Secret
         * @description Give an app a new secret; the old one ends at once.
         */
        put: operations["ResetApigAppSecret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/apps/{app_id}/auth-apis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Apis Of App
         * @description List the services that an app may call.
         */
        get: operations["ShowApisBindToApp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/apps/{app_name}/exists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * App Exists
         * @description Say whether the project has an app of this name.
         */
        get: operations["ApigAppExists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/{service_id}/apis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Api
         * @description Open a service to apps, without letting one in yet.
         */
        post: operations["CreateAppAuthApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/app-auth/{service_id}/apis/{api_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Api
         * @description Show how a service is open to apps.
         */
        get: operations["GetAppAuthApiInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Images
         * @description List the preset images, or with `type=DEDICATED` those registered in the workspace and the public ones.
         */
        get: operations["ListImage"];
        put?: never;
        /**
         * Register Image
         * @description Register an image of a registry, or a requirement file that becomes an environment.
         */
        post: operations["RegisterImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/images/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Groups
         * @description List the groups of images by name: the versions of one image make one group.
         */
        get: operations["ListImageGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/images/group/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update Group
         * @description Change the guide or the labels of a group.
         */
        put: operations["UpdateImageGroup"];
        post?: never;
        /**
         * Delete Group
         * @description Delete all images of a group.
         */
        delete: operations["DeleteImageGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/images/{image_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Image
         * @description Show an image.
         */
        get: operations["ShowImage"];
        put?: never;
        post?: never;
        /**
         * Delete Image
         * @description Delete a registered image. Its environment stays on the disk as long as something runs in it.
         */
        delete: operations["DeleteImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/images/{image_id}/build": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Build
         * @description Show how far the build of an image is, what is in it, and what the build wrote.
         */
        get: operations["ShowImageBuild"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/images/{image_id}/build/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Build
         * @description Stop the build of an image.
         */
        post: operations["CancelImageBuild"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/images/{image_id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync Image
         * @description Look at an image anew; one whose build failed is built again.
         */
        post: operations["SyncImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description List models: filtered, sorted, in pages.
         */
        get: operations["ListModels"];
        put?: never;
        /**
         * Create Model
         * @description Create a model, or a version of one.
         */
        post: operations["CreateModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/models/ai-engine-runtimes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runtimes
         * @description List the engines that models can run in, with their runtimes.
         */
        get: operations["ShowModelEngineAndRuntime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/models/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Templates
         * @description List the templates that models can be made from without a package.
         */
        get: operations["ListModelTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Model
         * @description Show a model with its configuration.
         */
        get: operations["ShowModel"];
        /**
         * Update Model
         * @description Change the description or the documents of a model; the dependencies of one that failed, which is imported anew then.
         */
        put: operations["UpdateModel"];
        post?: never;
        /**
         * Delete Model
         * @description Delete a model, with `cascade` also its other versions; what is deployed stays and is told of.
         */
        delete: operations["DeleteModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/models/{model_id}/build": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Model Build
         * @description Show how a model is being published, with the logs of its environment and of its check.
         */
        get: operations["ShowModelBuild"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/models/{model_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Model Events
         * @description List what happened to a model.
         */
        get: operations["ListModelEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/resourceflavors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Machines
         * @description List the kinds of whole machines, which dedicated pools are made of.
         */
        get: operations["ListResourceFlavors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Services
         * @description List services.
         */
        get: operations["ListServices"];
        put?: never;
        /**
         * Create Service
         * @description Deploy a service.
         */
        post: operations["CreateService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/specifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Specifications
         * @description List the sizes that instances can have.
         */
        get: operations["ShowServiceSpecifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/tms/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tags V1
         * @description List the tags of all services.
         */
        get: operations["ListServiceTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{resource_id}/tags/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Tags V1
         * @description Give a service tags.
         */
        post: operations["BatchCreateServiceTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{resource_id}/tags/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Tags V1
         * @description Take tags of a service away.
         */
        delete: operations["BatchDeleteServiceTags"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Service
         * @description Show a service with its configuration.
         */
        get: operations["ShowService"];
        /**
         * Update Service
         * @description Change, start or stop a service.
         */
        put: operations["UpdateService"];
        post?: never;
        /**
         * Delete Service
         * @description Delete a service, or several.
         */
        delete: operations["DeleteService"];
        options?: never;
        head?: never;
        /**
         * Patch Service
         * @description Replace values of the configuration of a service.
         */
        patch: operations["PatchServiceV2"];
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/api-auths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Service Authorization
         * @description Say whether a service is open to apps, and to which.
         */
        get: operations["GetServiceAppAuthApiAuthInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/app-auth-api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create And Authorize
         * @description Open a service to apps and let these in.
         */
        post: operations["CreateAndAuthAppAuthApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/app-auth-apis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Apis
         * @description List how a service is open to apps.
         */
        get: operations["GetAppAuthApisInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/app-auth-apis/{api_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Api
         * @description Close a service to apps.
         */
        delete: operations["DeleteAppAuthApi"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/app-auth-apis/{api_id}/api-auths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Authorizations
         * @description List one's apps with whether they may call a service.
         */
        get: operations["ShowApiAuthInfos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/app-auth-apis/{api_id}/app-auth-api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace Authorized Apps
         * @description Let exactly these apps call a service.
         */
        put: operations["UpdateAuthApiToApigApps"];
        /**
         * Authorize Apps
         * @description Let apps call a service.
         */
        post: operations["AuthorizeApiToApigApps"];
        /**
         * Withdraw Apps
         * @description Have apps call a service no more.
         */
        delete: operations["DeleteApiAppAuth"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/batch-results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Batch Results
         * @description List what came of each input of a batch service, failures last, with the caller's right to read the output location.
         */
        get: operations["ListBatchResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Service Events
         * @description List what happened to a service.
         */
        get: operations["ShowServiceEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Service Instances
         * @description List the instances of a service, those that have ended included as long as their logs are kept.
         */
        get: operations["ListServiceInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/instances/{instance_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Replace Instance
         * @description Have an instance end after what it is doing; another one takes its place.
         */
        delete: operations["ReplaceServiceInstance"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/instances/{instance_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Log
         * @description Read a piece of the log of an instance by its place in bytes.
         */
        get: operations["ReadServiceInstanceLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/instances/{instance_id}/logs/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Instance Log
         * @description Read the whole log of an instance, as long as it is now.
         */
        get: operations["DownloadServiceInstanceLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/instances/{instance_id}/logs/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Log Lines
         * @description List lines of the log of an instance with how bad they are.
         */
        get: operations["ListServiceInstanceLogLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/instances/{instance_id}/logs/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Log
         * @description Find where a text occurs in the log of an instance.
         */
        get: operations["SearchServiceInstanceLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/instances/{instance_id}/logs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Instance Log
         * @description Follow the log of an instance while it grows, as server-sent events.
         *
         *     Events: `log` (a piece of the log), `end` (the instance has ended; do not come again), `error`.
         */
        get: operations["FollowServiceInstanceLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Service Update Logs
         * @description List the configurations that a service had or was to have, the newest first.
         */
        get: operations["ShowServiceUpdateLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Service Monitor Info
         * @description Show what a service uses now, and how often it was called.
         */
        get: operations["ShowServiceMonitorInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/property": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update Service By Property
         * @description Change the number of instances of a service.
         */
        put: operations["UpdateServiceByProperty"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart Service
         * @description Replace all instances of a service by new ones, without a pause.
         */
        post: operations["RestartService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back Service
         * @description Bring an earlier configuration of a service back; while an update is under way, give that up.
         */
        post: operations["RollBackService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/services/{service_id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Service Call Statistics
         * @description List how the calls of a service went, for each version, over time.
         */
        get: operations["ListServiceCallStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workspaces
         * @description List the workspaces of a project; the default one comes first.
         */
        get: operations["ListWorkspace"];
        put?: never;
        /**
         * Create Workspace
         * @description Create a workspace, which belongs to the caller.
         */
        post: operations["CreateWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/workspaces/{workspace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Workspace
         * @description Show a workspace that the caller may enter, with its users.
         */
        get: operations["ShowWorkspace"];
        /**
         * Update Workspace
         * @description Change a workspace; who may enter it is for its creator and the owner of the account to say.
         */
        put: operations["UpdateWorkspace"];
        post?: never;
        /**
         * Delete Workspace
         * @description Delete a workspace.
         */
        delete: operations["DeleteWorkspace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{project_id}/workspaces/{workspace_id}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workspace Quotas
         * @description Show what a workspace may have, and what it has.
         */
        get: operations["ShowWorkspaceQuotas"];
        /**
         * Set Workspace Quotas
         * @description Set what a workspace may have; what runs already goes on.
         */
        put: operations["UpdateWorkspaceQuotas"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in to the console
         * @description Log in. The answer sets the cookie of the session and carries the token that changing requests must show.
         */
        post: operations["CreateSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is logged in
         * @description Show the session of the cookie.
         */
        get: operations["ShowCurrentSession"];
        put?: never;
        post?: never;
        /**
         * Log out of the console
         * @description End the session of the cookie.
         */
        delete: operations["DeleteCurrentSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/shared-logs/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Shared Log
         * @description Read the log that somebody shared.
         */
        get: operations["ShowSharedLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Actions
         * @description List every action that policies can name, by name.
         */
        get: operations["ListActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/agency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Modelarts Agency
         * @description Make an agency for the platform with what a common user needs. For administrators.
         */
        post: operations["CreateModelArtsAgency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/authorization-mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Mode
         * @description Show whether users of the account need a grant for everything (`strict`).
         */
        get: operations["ShowAuthorizationMode"];
        /**
         * Set Mode
         * @description Say whether users of the account need a grant for everything. For administrators.
         */
        put: operations["UpdateAuthorizationMode"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/authorizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Authorizations
         * @description List which agency the platform uses for whom.
         */
        get: operations["GetAuthorizations"];
        put?: never;
        /**
         * Create Authorization
         * @description Say which agency the platform uses for a user, or for everybody (`user_id` is `all`). For administrators.
         */
        post: operations["CreateAuthorization"];
        /**
         * Delete Authorizations
         * @description Delete the authorization of a user, or with `all` or `all-users` every one. For administrators.
         */
        delete: operations["DeleteAuthorizations"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/compute-quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Project Quotas
         * @description Show what a project may have, and what it has.
         */
        get: operations["ShowComputeQuotas"];
        /**
         * Set Project Quotas
         * @description Set what a project may have; what runs already goes on.
         */
        put: operations["UpdateComputeQuotas"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/compute-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Usage
         * @description Show what the project used in the last days, in core-hours and card-hours, and what runs now.
         */
        get: operations["ShowComputeUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Datasets
         * @description List datasets: filtered, sorted, in pages.
         */
        get: operations["ListDatasets"];
        put?: never;
        /**
         * Create Dataset
         * @description Create a dataset.
         */
        post: operations["CreateDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Dataset
         * @description Show a dataset with its labels.
         */
        get: operations["DescDataset"];
        /**
         * Update Dataset
         * @description Change the name, the description or the labels of a dataset; all of it or nothing.
         */
        put: operations["UpdateDataset"];
        post?: never;
        /**
         * Delete Dataset
         * @description Delete a dataset. Files in the storage stay.
         */
        delete: operations["DeleteDataset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/analyses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Analyses
         * @description List the analyses of a dataset, the newest first.
         */
        get: operations["ListDatasetAnalyses"];
        put?: never;
        /**
         * Create Analysis
         * @description Have the images of a dataset measured, and look for duplicates, outliers and labels in doubt.
         */
        post: operations["CreateDatasetAnalysis"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/analyses/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Figures
         * @description Show the metrics of analyses as histograms over the same bars.
         */
        get: operations["ShowDatasetFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/analyses/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Points
         * @description Show samples by two metrics.
         */
        get: operations["ShowDatasetPoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/auto-annotations/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Samples
         * @description List samples whose labels wait to be confirmed.
         */
        get: operations["ListAutoAnnotationSamples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/auto-annotations/samples/{sample_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Sample
         * @description Show a sample whose labels wait to be confirmed.
         */
        get: operations["DescribeAutoAnnotationSample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Labels
         * @description List the labels of a dataset.
         */
        get: operations["ListLabels"];
        /**
         * Update Labels
         * @description Change labels, each by itself; `@modelarts:rename_to` renames.
         */
        put: operations["UpdateLabels"];
        /**
         * Create Labels
         * @description Add labels, each by itself.
         */
        post: operations["CreateLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Labels
         * @description Delete labels with their annotations, each by itself; the samples that have nothing else, if the policy says so.
         */
        post: operations["DeleteLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels/{label_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update Label
         * @description Change one label.
         */
        put: operations["UpdateLabel"];
        post?: never;
        /**
         * Delete Label
         * @description Delete a label, and the samples that have nothing else; with their files if asked.
         */
        delete: operations["DeleteLabelAndSamples"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Changes
         * @description List the tasks that change samples.
         */
        get: operations["ListSampleChanges"];
        put?: never;
        /**
         * Change Samples
         * @description Label, mark or confirm many samples: named ones at once, all that a search finds as a task.
         */
        post: operations["ChangeSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove Samples
         * @description Delete many samples: named ones at once, all that a search finds as a task.
         */
        post: operations["RemoveSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Change
         * @description Show how far a task that changes samples is.
         */
        get: operations["ShowSampleChange"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Change
         * @description Stop a task that changes samples; what it has done stays.
         */
        post: operations["StopSampleChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Samples
         * @description List samples that match all filters, with links to their files.
         */
        get: operations["ListSamples"];
        /**
         * Update Samples
         * @description Replace what is said about samples, each by itself.
         */
        put: operations["UpdateSamples"];
        /**
         * Upload Samples
         * @description Add samples whose bytes come with the request, each by itself.
         */
        post: operations["UploadSamplesJson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Samples
         * @description Take samples out of a dataset, each by itself.
         */
        post: operations["DeleteSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Sample
         * @description Show a sample with what is said about it.
         */
        get: operations["DescribeSample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List History
         * @description List what was said about a sample, the newest first.
         */
        get: operations["ListSampleHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Preview
         * @description Show a sample in small: the wave of a recording, the beginning of a text or a table, the place of a thumbnail.
         */
        get: operations["ShowSamplePreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Sample
         * @description Say again what was said about a sample before a revision.
         */
        post: operations["RestoreSample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Thumbnail
         * @description Show an image in small: upright, on white where it is transparent, the first picture of an animation.
         */
        get: operations["ShowSampleThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/search-condition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Search
         * @description List what samples can be searched by.
         */
        get: operations["ListSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/data-annotations/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Stats
         * @description Show figures of a dataset.
         */
        get: operations["GetDatasetStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/export-tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Exports
         * @description List the exports of a dataset, the newest first.
         */
        get: operations["GetExportTasksStatusOfDataset"];
        put?: never;
        /**
         * Start Export
         * @description Export samples to a folder, or to a new dataset.
         */
        post: operations["ExportTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/export-tasks/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Export
         * @description Stop an export; what was written stays. Ours.
         */
        post: operations["StopExportTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Findings
         * @description List samples that the last analysis found: duplicates, outliers, labels in doubt.
         */
        get: operations["ListDatasetFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/import-suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest Formats
         * @description Say as what a folder may be imported, with reasons. Ours.
         */
        get: operations["SuggestImportFormats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/import-tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Imports
         * @description List the imports of a dataset, the newest first.
         */
        get: operations["ListImportTasks"];
        put?: never;
        /**
         * Start Import
         * @description Import samples and annotations: from a manifest, or from a folder.
         */
        post: operations["ImportTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/import-tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Import
         * @description Show an import: how far it is, what it took, and what was wrong.
         */
        get: operations["DescImportTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/import-tasks/{task_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Import
         * @description Have a stopped or failed import go on where it was. Ours.
         */
        post: operations["ResumeImportTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/import-tasks/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Import
         * @description Stop an import. What was imported stays; it can be resumed. Ours.
         */
        post: operations["StopImportTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/long-tasks/{task_id}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Problems
         * @description List the first 1,000 things that were wrong in an import, a synchronisation or other long work. Ours.
         */
        get: operations["ListTaskProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Dataset Metrics
         * @description Show counts of samples by day.
         */
        get: operations["GetDatasetMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tasks
         * @description List smart tasks of a dataset; without a type, those that label.
         */
        get: operations["ListTasks"];
        put?: never;
        /**
         * Create Task
         * @description Start automatic labelling or grouping.
         */
        post: operations["CreateTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Progress
         * @description Show how far a smart task is.
         */
        get: operations["AutoAnnotationProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/tasks/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Task
         * @description Stop automatic labelling or grouping; what it wrote stays.
         */
        post: operations["StopAutoAnnotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description List the versions of a dataset, the newest first.
         */
        get: operations["ListDatasetVersions"];
        put?: never;
        /**
         * Create Version
         * @description Publish a version. It can be used when its status is 1.
         */
        post: operations["CreateDatasetVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/versions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Split
         * @description Say how many samples a split would give, in all and of each label. Ours.
         */
        post: operations["PreviewDatasetSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Version
         * @description Show a version with statistics of its labels.
         */
        get: operations["DescribeDatasetVersion"];
        put?: never;
        post?: never;
        /**
         * Delete Version
         * @description Delete a version. Files in the storage stay; one that is being published is stopped.
         */
        delete: operations["DeleteDatasetVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Uses
         * @description List what used a version, such as training jobs, the newest first. Ours.
         */
        get: operations["ListDatasetVersionUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workforce Tasks
         * @description List the team tasks of a dataset.
         */
        get: operations["ListWorkforceTasks"];
        put?: never;
        /**
         * Create Workforce Task
         * @description Create a team task, and hand out its samples.
         */
        post: operations["CreateWorkforceTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Workforce Task
         * @description Show a team task.
         */
        get: operations["DescWorkforceTask"];
        /**
         * Update Workforce Task
         * @description Change a task, take in more members, or end it.
         */
        put: operations["UpdateWorkforceTask"];
        /**
         * Start Workforce Task
         * @description Start a task that waits for its manager.
         */
        post: operations["StartWorkforceTask"];
        /**
         * Delete Workforce Task
         * @description Delete a task; what was accepted stays in the dataset.
         */
        delete: operations["DeleteWorkforceTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Acceptance
         * @description Draw some of the finished work, to be looked at.
         */
        post: operations["StartWorkforceSamplingTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/acceptance/batch-comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Samples
         * @description Say of samples that were drawn whether they pass.
         */
        post: operations["AcceptSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/acceptance/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Acceptance
         * @description Show the figures of an acceptance: the one named, else the open or the latest one.
         */
        get: operations["GetWorkforceSamplingTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/acceptance/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back Acceptance
         * @description Ours: take the last acceptance back.
         */
        post: operations["RollBackWorkforceSamplingTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/acceptance/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * End Acceptance
         * @description End an acceptance, cancel it, or look what it would replace in the dataset.
         */
        put: operations["UpdateWorkforceSamplingTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign Samples
         * @description Ours: give samples to a labeler, from the dataset or from another member.
         */
        post: operations["AssignWorkforceTaskSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/data-annotations/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review Samples
         * @description Pass what labelers have handed in, or send it back.
         */
        post: operations["ReviewSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/data-annotations/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Task Samples
         * @description List the samples of a task that the caller may see, one for each member who has it.
         */
        get: operations["ListWorkforceTaskSamples"];
        /**
         * Update Task Samples
         * @description Label samples of a task, and hand them in.
         */
        put: operations["UpdateWorkforceTaskSamples"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/data-annotations/samples/{sample_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Task Sample
         * @description Show a sample as a member has it.
         */
        get: operations["DescribeWorkforceTaskSample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/data-annotations/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Task Stats
         * @description Show figures of a task.
         */
        get: operations["ListWorkforceTaskStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Task Metrics
         * @description Show counts of samples by state, for each labeler.
         */
        get: operations["GetWorkforceTaskMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/notify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Emails
         * @description Write to members of a task, each by himself.
         */
        post: operations["SendEmails"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Task Report
         * @description Ours: show what each labeler did, and how far they agree.
         */
        get: operations["GetWorkforceTaskReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/datasets/{resource_id}/export-tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Export
         * @description Show an export.
         */
        get: operations["GetExportTaskStatusOfDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/intranet-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Connection
         * @description Refuse: there are no networks of tenants.
         */
        post: operations["CreateInferIntranetConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/intranet-connection/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Connections
         * @description Refuse: there are no networks of tenants.
         */
        post: operations["BatchDeleteInferIntranetConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/intranet-connection/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Connections
         * @description Refuse: there are no networks of tenants.
         */
        get: operations["ListInferIntranetConnectionApplications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/intranet-connection/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Reviews
         * @description Refuse: there are no networks of tenants.
         */
        get: operations["ListInferIntranetConnectionReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/intranet-connection/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update Connection
         * @description Refuse: there are no networks of tenants.
         */
        put: operations["UpdateInferIntranetConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/intranet-connection/{id}/modify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Modify Connection
         * @description Refuse: there are no networks of tenants.
         */
        post: operations["ModifyInferIntranetConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/modelarts-service-v2/resource-instances/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count Tagged
         * @description Count the services that have some tags.
         */
        post: operations["CountInferServicesByTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/modelarts-service-v2/resource-instances/filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find Tagged
         * @description List the services that have some tags.
         */
        post: operations["ListInferServicesByTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/modelarts-service-v2/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tags
         * @description List the tags of all services.
         */
        get: operations["ListInferServiceTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/modelarts-service-v2/{resource_id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Tags
         * @description List the tags of a service.
         */
        get: operations["ShowInferServiceTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/modelarts-service-v2/{resource_id}/tags/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Tags
         * @description Give a service tags.
         */
        post: operations["CreateInferServiceTag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/modelarts-service-v2/{resource_id}/tags/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Tags
         * @description Take tags of a service away.
         */
        delete: operations["DeleteInferServiceTag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Overview
         * @description Return what runs, how it is, and how much room is left.
         */
        get: operations["ShowOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/policy-simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Why may or may not somebody
         * @description Ask whether a user may perform actions in the project, and why. Nothing is changed.
         */
        post: operations["SimulatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pools
         * @description List the dedicated pools that are open to the project, newest first.
         */
        get: operations["ListPools"];
        put?: never;
        /**
         * Create Pool
         * @description Make a dedicated pool of idle machines of the public one.
         */
        post: operations["CreatePool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/pools/{pool_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Pool
         * @description Show a pool; `public` is the public one.
         */
        get: operations["ShowPool"];
        put?: never;
        post?: never;
        /**
         * Delete Pool
         * @description Delete a dedicated pool; its machines go back to the public one.
         */
        delete: operations["DeletePool"];
        options?: never;
        head?: never;
        /**
         * Update Pool
         * @description Change a dedicated pool: description, kinds of jobs, number of machines.
         */
        patch: operations["PatchPool"];
        trace?: never;
    };
    "/v2/{project_id}/pools/{pool_name}/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Nodes
         * @description List the machines of a pool by name, with what is free on them.
         */
        get: operations["ListPoolNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/pools/{pool_name}/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Queue
         * @description List the project's waiting workloads of a pool in the order of the queue, and why each one waits.
         */
        get: operations["ListPoolQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/pools/{pool_name}/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workloads
         * @description List the project's workloads in a pool, newest first; those that wait with their places in the queue.
         */
        get: operations["ListWorkloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tasks
         * @description List processing tasks and feature analyses: filtered, sorted, in pages.
         */
        get: operations["ListProcessorTasks"];
        put?: never;
        /**
         * Create Task
         * @description Create a processing task or a feature analysis.
         */
        post: operations["CreateProcessorTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Items
         * @description List the kinds of data processing.
         */
        get: operations["GetProcessorTaskItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Operators
         * @description List the operators with their parameters.
         */
        get: operations["ListProcessorOperators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/operators/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Operator
         * @description Read what the file of a custom operator says that it takes; nothing of it is run.
         */
        post: operations["CheckProcessorOperator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Preview
         * @description Run operators over a few samples to look at the results.
         */
        post: operations["PreviewProcessorTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Task
         * @description Show a processing task, or a feature analysis with its result.
         */
        get: operations["DescribeProcessorTask"];
        /**
         * Update Task
         * @description Change the description of a processing task.
         */
        put: operations["UpdateProcessorTask"];
        post?: never;
        /**
         * Delete Task
         * @description Delete a processing task with its versions. Files in the storage stay.
         */
        delete: operations["DeleteProcessorTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/{task_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description List the versions of a processing task.
         */
        get: operations["ListProcessorTaskVersions"];
        put?: never;
        /**
         * Create Version
         * @description Run a processing task once more.
         */
        post: operations["CreateProcessorTaskVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Version
         * @description Show a version of a processing task: progress, counts, recipe, statistics.
         */
        get: operations["DescProcessorTaskVersion"];
        put?: never;
        post?: never;
        /**
         * Delete Version
         * @description Delete a version that has ended. Files in the storage stay.
         */
        delete: operations["DeleteProcessorTaskVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Log
         * @description Read a piece of the log of a version.
         */
        get: operations["ReadProcessorTaskVersionLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Results
         * @description List what became of samples, with links to the files before and after.
         */
        get: operations["ListProcessorTaskVersionResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Version
         * @description Have a version that was stopped or failed go on.
         */
        post: operations["ResumeProcessorTaskVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Version
         * @description Stop a version; what it finished stays, and it can go on.
         */
        post: operations["StopProcessorTaskVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Services
         * @description List real-time services.
         */
        get: operations["ListInferServices"];
        put?: never;
        /**
         * Create Service
         * @description Deploy a service of images.
         */
        post: operations["CreateInferService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Keys
         * @description List one's API keys.
         */
        get: operations["ListInferApiKeys"];
        put?: never;
        /**
         * Create Key
         * @description Make an API key. The answer is a file with the key, which is shown this once.
         */
        post: operations["CreateInferApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/api-keys/temp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Temporary Key
         * @description Make a key for some hours.
         */
        post: operations["CreateInferTempApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Key
         * @description End an API key.
         */
        delete: operations["DeleteInferApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/clusters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Cluster
         * @description Show a pool as services see it.
         */
        get: operations["ShowInferServiceCluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Services
         * @description Delete services.
         */
        post: operations["BatchDeleteInferServices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/flavors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Flavors
         * @description List the sizes that instances can have.
         */
        get: operations["ListInferClusterFlavors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{id}/deployments/{deployment_name}/instances/{instance_name}/pods/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Pod
         * @description End the process of an instance.
         */
        delete: operations["DeleteInferDeploymentPod"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{id}/deployments/{deployment_name}/instances/{instance_name}/pods/{name}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pod Events
         * @description List what happened to a pod.
         */
        get: operations["ListInferDeploymentPodEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{id}/deployments/{deployment_name}/instances/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Instance
         * @description End an instance.
         */
        delete: operations["DeleteInferDeploymentInstance"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{id}/deployments/{deployment_name}/instances/{name}/pods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pods
         * @description List the pods of an instance, or of all.
         */
        get: operations["ListInferDeploymentPods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{id}/deployments/{name}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Instances
         * @description List the instances of a deployment.
         */
        get: operations["ListInferDeploymentInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Service
         * @description Show a service with its deployments.
         */
        get: operations["ShowInferService"];
        /**
         * Update Service
         * @description Change a service.
         */
        put: operations["UpdateInferService"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/api-keys/batch-bind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bind Keys
         * @description Let keys call a service.
         */
        post: operations["BatchBindInferApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/api-keys/batch-unbind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unbind Keys
         * @description Have keys call a service no more.
         */
        post: operations["BatchUnbindInferApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/api-keys/{key_id}/bind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bind Key
         * @description Let a key call a service.
         */
        post: operations["BindInferApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/api-keys/{key_id}/unbind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unbind Key
         * @description Have a key call a service no more.
         */
        post: operations["UnbindInferApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deployments
         * @description List the deployments of a service. status: `all` is as good as none, since what is deleted is gone.
         */
        get: operations["ListInferDeployments"];
        put?: never;
        /**
         * Create Deployment
         * @description Add a deployment to a service.
         */
        post: operations["CreateInferDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Deployment
         * @description Show a deployment.
         */
        get: operations["ShowInferDeployment"];
        /**
         * Update Deployment
         * @description Change a deployment.
         */
        put: operations["UpdateInferDeployment"];
        post?: never;
        /**
         * Delete Deployment
         * @description Take a deployment out of a service.
         */
        delete: operations["DeleteInferDeployment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/hpa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Hpa
         * @description Show how a deployment scales.
         */
        get: operations["ShowInferDeploymentHpa"];
        /**
         * Update Hpa
         * @description Change the rules by which a deployment scales.
         */
        put: operations["UpdateInferDeploymentHpa"];
        /**
         * Create Hpa
         * @description Have a deployment scale by rules.
         */
        post: operations["CreateInferDeploymentHpa"];
        /**
         * Delete Hpa
         * @description Have a deployment keep its number of instances.
         */
        delete: operations["DeleteInferDeploymentHpa"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/hpa/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Hpa Events
         * @description List the times at which a deployment scaled.
         */
        get: operations["ListInferDeploymentHpaEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/hra": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Hra
         * @description Refuse: instances have one role.
         */
        get: operations["ShowInferHra"];
        /**
         * Update Hra
         * @description Refuse: instances have one role.
         */
        put: operations["UpdateInferHra"];
        /**
         * Create Hra
         * @description Refuse: instances have one role.
         */
        post: operations["CreateInferHra"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/interrupt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Interrupt Deployment
         * @description Give up a deployment or an update that is under way.
         */
        post: operations["CancelInferDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Deployment
         * @description Start a deployment.
         */
        post: operations["StartInferDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Deployment
         * @description Stop a deployment.
         */
        post: operations["StopInferDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description List the versions of a deployment.
         */
        get: operations["ListInferDeploymentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Version
         * @description Show a version of a deployment.
         */
        get: operations["ShowInferDeploymentVersion"];
        put?: never;
        post?: never;
        /**
         * Delete Version
         * @description Forget a version of a deployment.
         */
        delete: operations["DeleteInferDeploymentVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_id}/versions/{version}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch Version
         * @description Bring a version of a deployment back.
         */
        post: operations["SwitchInferDeploymentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/deployments/{deployment_name}/scale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Scale Deployment
         * @description Change the number of instances of a deployment.
         */
        put: operations["UpdateInferDeploymentScale"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description List what happened to a service.
         */
        get: operations["ListInferServiceEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Service
         * @description Start a service.
         */
        post: operations["StartInferService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/services/{service_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Service
         * @description Stop a service.
         */
        post: operations["StopInferService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/statistics/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Pools
         * @description Count the dedicated pools that are open to the project.
         */
        get: operations["ShowPoolStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/buckets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Buckets
         * @description List the buckets of the account.
         */
        get: operations["ListStorageBuckets"];
        put?: never;
        /**
         * Create Bucket
         * @description Make a bucket.
         */
        post: operations["CreateStorageBucket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/buckets/{bucket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Bucket
         * @description Delete an empty bucket.
         */
        delete: operations["DeleteStorageBucket"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/buckets/{bucket}/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Objects
         * @description Delete up to 1000 objects.
         */
        post: operations["DeleteStorageObjects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/buckets/{bucket}/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Folder
         * @description Make a folder, with those above it.
         */
        post: operations["CreateStorageFolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/buckets/{bucket}/objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Objects
         * @description List folders and objects of a bucket.
         */
        get: operations["ListStorageObjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/signed-urls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Signed Urls
         * @description Sign requests to the storage endpoint.
         */
        post: operations["CreateSignedURLs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tasks
         * @description List storage tasks, newest first.
         */
        get: operations["ListStorageTasks"];
        put?: never;
        /**
         * Create Task
         * @description Unpack an archive, import a directory of the server, or delete a folder, in the background.
         */
        post: operations["CreateStorageTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Task
         * @description Show a storage task.
         */
        get: operations["ShowStorageTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/storage/tasks/{task_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Task
         * @description Cancel a storage task; what an unpacking has made is removed again.
         */
        post: operations["CancelStorageTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-event-categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Event Categories
         * @description List the kinds of events.
         */
        get: operations["ListEventCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-job-engines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Training Job Engines
         * @description List the engines of training jobs.
         */
        get: operations["ShowTrainingJobEngines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-job-flavors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Training Job Flavors
         * @description List the flavors of training jobs, smallest first.
         */
        get: operations["ShowTrainingJobFlavors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-job-names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Validate Training Job Name
         * @description Say whether a name is taken.
         */
        get: operations["ValidateTrainingJobName"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-job-searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List Training Jobs
         * @description List training jobs: filtered, sorted, in pages.
         */
        post: operations["ListTrainingJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Training Job
         * @description Create a training job.
         */
        post: operations["CreateTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/batch-delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Batch Delete Training Jobs
         * @description Delete training jobs that have ended, all or none.
         */
        post: operations["BatchDeleteTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/validation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate Training Job
         * @description Say what stands against creating a training job, and what it would run; nothing is created.
         */
        post: operations["ValidateTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Training Job
         * @description Show a training job with its tasks, attempts and what it runs.
         */
        get: operations["ShowTrainingJobDetails"];
        /**
         * Change Training Job
         * @description Change the description of a training job, or its priority while it waits.
         */
        put: operations["ChangeTrainingJobDescription"];
        post?: never;
        /**
         * Delete Training Job
         * @description Delete a training job that has ended.
         */
        delete: operations["DeleteTrainingJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Training Job
         * @description Stop a training job.
         */
        post: operations["StopTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description List what happened to a training job, a page at a time: `offset` counts pages, as the public clients do.
         */
        get: operations["ListTrainingJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/log-archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Logs
         * @description Download the logs of several tasks in one ZIP file.
         */
        get: operations["DownloadTrainingJobLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/logs/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Log By Lines
         * @description Show lines of a task's log, from a line on in either direction.
         */
        get: operations["ShowTrainingJobLogsFromAom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Metrics
         * @description List the curves of the tasks of a job over their whole life: processor, memory, accelerators, disk, reading, writing.
         */
        get: operations["ListTrainingJobMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/metrics/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Metrics
         * @description Show the averages of each minute of a task, in per cent; -1 where nothing was measured.
         */
        get: operations["ShowTrainingJobMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Stages
         * @description List the stages of every run of a training job.
         */
        get: operations["ListTrainingJobStages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tasks
         * @description List where the tasks of a training job run or ran.
         */
        get: operations["ListTrainingJobTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/log-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Log Links
         * @description List the links to a task's logs that still work, without their secrets.
         */
        get: operations["ListTrainingJobLogLinks"];
        put?: never;
        /**
         * Create Log Link
         * @description Make a link by which everybody can read a log for up to an hour, without login. Logs may hold private things.
         */
        post: operations["CreateTrainingJobLogLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/log-links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Log Link
         * @description Revoke a link.
         */
        delete: operations["DeleteTrainingJobLogLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Log
         * @description Read a piece of a task's log by its place in bytes.
         */
        get: operations["ReadTrainingJobLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Log
         * @description Read the whole log of a task, as long as it is now.
         */
        get: operations["DownloadTrainingJobLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Log Lines
         * @description List lines of a task's log with who wrote them and how bad they are.
         */
        get: operations["ListTrainingJobLogLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Log Preview
         * @description Show the newest 5 MiB of a task's log.
         */
        get: operations["ShowTrainingJobLogsPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Log
         * @description Find where a text occurs in a task's log.
         */
        get: operations["SearchTrainingJobLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Log
         * @description Follow a task's log while it grows, as server-sent events.
         *
         *     Events: `state` (the job goes from one state to another), `log` (a piece of the log), `end` (the facts of the end; do
         *     not come again), `error`. Without `attempt`, the stream goes on with the runs that follow.
         */
        get: operations["FollowTrainingJobLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs/url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Log Url
         * @description Show where the whole log can be read, by whoever may. With Content-Type application/octet-stream it is saved as a file.
         *
         *     The link asks for a login or a signature. One without is made by CreateTrainingJobLogLink.
         */
        get: operations["ShowObsUrlOfTrainingJobLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-pool-flavors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Largest Size
         * @description Show the most cores and memory that one node gives.
         */
        get: operations["ShowTrainingFlavorMaxAvailableResource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/training-quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Training Quotas
         * @description Show how many training jobs the project has, and how many it may have.
         */
        get: operations["ShowTrainingQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workforces
         * @description List teams: filtered, sorted, in pages.
         */
        get: operations["ListWorkforces"];
        put?: never;
        /**
         * Create Workforce
         * @description Create a team.
         */
        post: operations["CreateWorkforce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Invitation
         * @description Ours: join a team by the secret part of an invitation link, which ends with that.
         */
        post: operations["AcceptWorkforceInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All Workers
         * @description List the members of all teams who have a role.
         */
        get: operations["ListAllWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces/{workforce_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Workforce
         * @description Show a team.
         */
        get: operations["DescWorkforce"];
        /**
         * Update Workforce
         * @description Change the name or the description of a team.
         */
        put: operations["UpdateWorkforce"];
        post?: never;
        /**
         * Delete Workforce
         * @description Delete a team with its members.
         */
        delete: operations["DeleteWorkforce"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces/{workforce_id}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workers
         * @description List the members of a team.
         */
        get: operations["ListWorkers"];
        put?: never;
        /**
         * Create Worker
         * @description Add a member to a team.
         */
        post: operations["CreateWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces/{workforce_id}/workers/batch-delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Workers
         * @description Remove members from a team, each by himself.
         */
        post: operations["BatchDeleteWorkers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces/{workforce_id}/workers/{worker_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Worker
         * @description Show a member of a team.
         */
        get: operations["DescWorker"];
        /**
         * Update Worker
         * @description Change the role or the description of a member.
         */
        put: operations["UpdateWorker"];
        post?: never;
        /**
         * Delete Worker
         * @description Remove a member from a team.
         */
        delete: operations["DeleteWorker"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/{project_id}/workforces/{workforce_id}/workers/{worker_id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite Worker
         * @description Ours: make an invitation link for a member; one that was made before ends.
         */
        post: operations["InviteWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Version
         * @description Show the version of the identity API.
         */
        get: operations["KeystoneShowVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3-ext/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Project Status
         * @description Show a project and whether it is suspended.
         */
        get: operations["ShowProjectDetailsAndStatus"];
        /**
         * Set Project Status
         * @description Suspend a project (`suspended`), or let people work in it again (`normal`).
         */
        put: operations["UpdateProjectStatus"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-AGENCY/agencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agencies
         * @description List the agencies of the account by name.
         */
        get: operations["ListAgencies"];
        put?: never;
        /**
         * Create Agency
         * @description Create an agency, without rights; `op_svc_modelarts` is the account of the platform.
         */
        post: operations["CreateAgency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-AGENCY/agencies/{agency_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Agency
         * @description Show an agency.
         */
        get: operations["ShowAgency"];
        /**
         * Update Agency
         * @description Change whom an agency trusts, for how long, and its description.
         */
        put: operations["UpdateAgency"];
        post?: never;
        /**
         * Delete Agency
         * @description Delete an agency with its grants; what acts through it stops.
         */
        delete: operations["DeleteAgency"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List On Domain
         * @description List the policies of an agency in the account.
         */
        get: operations["ListDomainPermissionsForAgency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant On Domain
         * @description Give an agency a policy in the account.
         */
        put: operations["AssociateAgencyWithDomainPermission"];
        post?: never;
        /**
         * Revoke On Domain
         * @description Take a policy of an agency in the account back.
         */
        delete: operations["RemoveDomainPermissionFromAgency"];
        options?: never;
        /**
         * Check On Domain
         * @description See whether an agency has a policy in the account: 204 if so, 404 if not.
         */
        head: operations["CheckDomainPermissionForAgency"];
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-AGENCY/projects/{project_id}/agencies/{agency_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List On Project
         * @description List the policies of an agency in a project.
         */
        get: operations["ListProjectPermissionsForAgency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-AGENCY/projects/{project_id}/agencies/{agency_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant On Project
         * @description Give an agency a policy in a project.
         */
        put: operations["AssociateAgencyWithProjectPermission"];
        post?: never;
        /**
         * Revoke On Project
         * @description Take a policy of an agency in a project back.
         */
        delete: operations["RemoveProjectPermissionFromAgency"];
        options?: never;
        /**
         * Check On Project
         * @description See whether an agency has a policy in a project: 204 if so, 404 if not.
         */
        head: operations["CheckProjectPermissionForAgency"];
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-AUTH/id-token/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Not offered
         * @description Federated login is not offered; the answer is 400.
         */
        post: operations["CreateTokenWithIdToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-CREDENTIAL/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List access keys
         * @description List your access keys or, with the right to, those of another user.
         */
        get: operations["ListPermanentAccessKeys"];
        put?: never;
        /**
         * Create an access key
         * @description Create a permanent access key for yourself or, with the right to, for another user. The secret is shown once.
         */
        post: operations["CreatePermanentAccessKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-CREDENTIAL/credentials/{access_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an access key
         * @description Show an access key with the time of its last use.
         */
        get: operations["ShowPermanentAccessKey"];
        /**
         * Change an access key
         * @description Enable, disable or describe an access key. A disabled key stops at once.
         */
        put: operations["UpdatePermanentAccessKey"];
        post?: never;
        /**
         * Delete an access key
         * @description Delete an access key. It stops at once.
         */
        delete: operations["DeletePermanentAccessKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-CREDENTIAL/securitytokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a temporary access key
         * @description Get a temporary access key with your own rights (method token) or those of an agency (method assume_role).
         *
         *     A policy narrows what the key may do.
         */
        post: operations["CreateTemporaryAccessKeyByToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/inherited_to_projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Everywhere
         * @description List the policies of an agency in all projects.
         */
        get: operations["ListAllProjectsPermissionsForAgency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/{role_id}/inherited_to_projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant Everywhere
         * @description Give an agency a policy in all projects.
         */
        put: operations["AssociateAgencyWithAllProjectsPermission"];
        post?: never;
        /**
         * Revoke Everywhere
         * @description Take a policy of an agency in all projects back.
         */
        delete: operations["RemoveAllProjectsPermissionFromAgency"];
        options?: never;
        /**
         * Check Everywhere
         * @description See whether an agency has a policy in all projects: 204 if so, 404 if not.
         */
        head: operations["CheckAllProjectsPermissionForAgency"];
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-MFA/mfa-devices/bind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Bind a device
         * @description Make a device part of every login; two passcodes in a row prove that it works.
         */
        put: operations["CreateBindingDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-MFA/mfa-devices/unbind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Unbind a device
         * @description Take a device out of the logins of its user.
         */
        put: operations["DeleteBindingDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-MFA/users/{user_id}/virtual-mfa-device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a device
         * @description Show the bound device of a user.
         */
        get: operations["ShowUserMfaDevice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-MFA/virtual-mfa-devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List devices
         * @description List the bound devices of the users of the account.
         */
        get: operations["ListUserMfaDevices"];
        put?: never;
        /**
         * Create a device
         * @description Create a virtual MFA device. Its seed is shown once; put it into an authenticator app, then bind the device.
         */
        post: operations["CreateMfaDevice"];
        /**
         * Delete a device
         * @description Delete a device that is not bound.
         */
        delete: operations["DeleteMfaDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Groups
         * @description List the groups that hold policies in an enterprise project.
         */
        get: operations["ListGroupsForEnterpriseProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/groups/{group_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles Of Group
         * @description List the policies of a group in an enterprise project.
         */
        get: operations["ListRolesForGroupOnEnterpriseProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/groups/{group_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant To Group
         * @description Give a group a policy in an enterprise project.
         */
        put: operations["AssociateRoleToGroupOnEnterpriseProject"];
        post?: never;
        /**
         * Revoke From Group
         * @description Take a policy of a group in an enterprise project back.
         */
        delete: operations["RevokeRoleFromGroupOnEnterpriseProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description List the users who hold policies of their own in an enterprise project.
         */
        get: operations["ListUsersForEnterpriseProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/users/{user_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles Of User
         * @description List the policies of a user in an enterprise project.
         */
        get: operations["ListRolesForUserOnEnterpriseProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/users/{user_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant To User
         * @description Give a user a policy in an enterprise project.
         */
        put: operations["AssociateRoleToUserOnEnterpriseProject"];
        post?: never;
        /**
         * Revoke From User
         * @description Take a policy of a user in an enterprise project back.
         */
        delete: operations["RevokeRoleFromUserOnEnterpriseProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/groups/{group_id}/enterprise-projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Projects Of Group
         * @description List the enterprise projects where a group holds policies.
         */
        get: operations["ListEnterpriseProjectsForGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/role-assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Assignments
         * @description List who holds which policy where; `include_group` adds the grants of a user's groups to his own.
         */
        get: operations["ShowDomainRoleAssignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/subjects/agency/scopes/enterprise-project/role-assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant To Agencies
         * @description Give policies to agencies in enterprise projects, all or none.
         */
        put: operations["AssociateRoleToAgencyOnEnterpriseProject"];
        post?: never;
        /**
         * Revoke From Agencies
         * @description Take policies of agencies in enterprise projects back, all or none.
         */
        delete: operations["RevokeRoleFromAgencyOnEnterpriseProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-PERMISSION/users/{user_id}/enterprise-projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Projects Of User
         * @description List the enterprise projects where a user holds policies of his own.
         */
        get: operations["ListEnterpriseProjectsForUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-ROLE/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Custom Roles
         * @description List the policies of the account by display name.
         */
        get: operations["ListCustomPolicies"];
        put?: never;
        /**
         * Create Role
         * @description Create a policy, which gives nothing until it is granted. One policy may hold actions of all services.
         */
        post: operations["CreateCloudServiceCustomPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-ROLE/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Custom Role
         * @description Show a policy of the account and how often it is granted.
         */
        get: operations["ShowCustomPolicy"];
        put?: never;
        post?: never;
        /**
         * Delete Role
         * @description Delete a policy of the account that is granted to nobody.
         */
        delete: operations["DeleteCustomPolicy"];
        options?: never;
        head?: never;
        /**
         * Update Role
         * @description Change a policy of the account; it counts at once for all who hold it. For administrators.
         */
        patch: operations["UpdateCloudServiceCustomPolicy"];
        trace?: never;
    };
    "/v3.0/OS-USER/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create User
         * @description Create a user, who at first may do nothing; this form also takes mail address, phone and access mode.
         */
        post: operations["CreateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-USER/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show User
         * @description Show a user with mail address and phone; everybody may show himself.
         */
        get: operations["ShowUser"];
        /**
         * Update User
         * @description Change a user, with mail address, phone and access mode.
         */
        put: operations["UpdateUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3.0/OS-USER/users/{user_id}/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update User Information
         * @description Change the mail address and phone number of a user; everybody may change his own.
         */
        put: operations["UpdateUserInformation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Not offered
         * @description Federated login is not offered; the answer is 400.
         */
        post: operations["CreateUnscopedTokenWithIdToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/inherited_to_projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Everywhere
         * @description List the policies of a group in all projects.
         */
        get: operations["KeystoneListAllProjectPermissionsForGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/{role_id}/inherited_to_projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant Everywhere
         * @description Give a group a policy in all projects. The caller must hold it there himself, or be an administrator.
         */
        put: operations["UpdateDomainGroupInheritRole"];
        post?: never;
        /**
         * Revoke Everywhere
         * @description Take a policy of a group in all projects back.
         */
        delete: operations["DeleteDomainGroupInheritedRole"];
        options?: never;
        /**
         * Check Everywhere
         * @description See whether a group has a policy in all projects: 204 if so, 404 if not.
         */
        head: operations["KeystoneCheckroleForGroup"];
        patch?: never;
        trace?: never;
    };
    "/v3/auth/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Catalog
         * @description Show all services with their endpoints for the project of the token.
         */
        get: operations["KeystoneShowCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/auth/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Auth Domains
         * @description List the accounts of the caller, which is one.
         */
        get: operations["KeystoneListAuthDomains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/auth/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Auth Projects
         * @description List the projects that the caller can use.
         */
        get: operations["KeystoneListAuthProjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/auth/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a token
         * @description Show what a token says, if it is valid: your own, or with the right to, one of another user.
         */
        get: operations["KeystoneValidateToken"];
        put?: never;
        /**
         * Get a token
         * @description Get a token by password, password and passcode, access key, another token, or agency.
         *
         *     The token is in the header X-Subject-Token of the answer. The agency method needs the credentials of a user.
         */
        post: operations["KeystoneCreateUserTokenByPassword"];
        /**
         * Revoke a token
         * @description End a token before its time.
         */
        delete: operations["KeystoneRevokeToken"];
        options?: never;
        /**
         * Check a token
         * @description Answer 200 if a token is valid.
         */
        head: operations["KeystoneCheckToken"];
        patch?: never;
        trace?: never;
    };
    "/v3/domains/{domain_id}/groups/{group_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List On Domain
         * @description List the policies of a group in the account.
         */
        get: operations["KeystoneListDomainPermissionsForGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/domains/{domain_id}/groups/{group_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant On Domain
         * @description Give a group a policy in the account. The caller must hold it there himself, or be an administrator.
         */
        put: operations["KeystoneAssociateGroupWithDomainPermission"];
        post?: never;
        /**
         * Revoke On Domain
         * @description Take a policy of a group in the account back.
         */
        delete: operations["KeystoneRemoveDomainPermissionFromGroup"];
        options?: never;
        /**
         * Check On Domain
         * @description See whether a group has a policy in the account: 204 if so, 404 if not.
         */
        head: operations["KeystoneCheckDomainPermissionForGroup"];
        patch?: never;
        trace?: never;
    };
    "/v3/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Endpoints
         * @description List where the services answer. All endpoints are public ones.
         */
        get: operations["KeystoneListEndpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/endpoints/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Endpoint
         * @description Show an endpoint.
         */
        get: operations["KeystoneShowEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Groups
         * @description List the groups of the account by name.
         */
        get: operations["KeystoneListGroups"];
        put?: never;
        /**
         * Create Group
         * @description Create a group, without members and without rights.
         */
        post: operations["KeystoneCreateGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Group
         * @description Show a group.
         */
        get: operations["KeystoneShowGroup"];
        put?: never;
        post?: never;
        /**
         * Delete Group
         * @description Delete a group; its members lose what it gave them.
         */
        delete: operations["KeystoneDeleteGroup"];
        options?: never;
        head?: never;
        /**
         * Update Group
         * @description Rename or describe a group.
         */
        patch: operations["KeystoneUpdateGroup"];
        trace?: never;
    };
    "/v3/groups/{group_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Members
         * @description List the members of a group by name.
         */
        get: operations["KeystoneListUsersForGroupByAdmin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/groups/{group_id}/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add Member
         * @description Put a user into a group. The caller must hold all that the group gives, or be an administrator.
         */
        put: operations["KeystoneAddUserToGroup"];
        post?: never;
        /**
         * Remove Member
         * @description Take a user out of a group.
         */
        delete: operations["KeystoneRemoveUserFromGroup"];
        options?: never;
        /**
         * Check Member
         * @description See whether a user is in a group: 204 if so, 404 if not.
         */
        head: operations["KeystoneCheckUserInGroup"];
        patch?: never;
        trace?: never;
    };
    "/v3/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Projects
         * @description List the projects that the caller can use, by name; clients find theirs by `name`, which is the region.
         */
        get: operations["KeystoneListProjects"];
        put?: never;
        /**
         * Create Project
         * @description Create a project below the project of a region; its name begins with the parent's and `_`.
         */
        post: operations["KeystoneCreateProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Project
         * @description Show a project.
         */
        get: operations["KeystoneShowProject"];
        put?: never;
        post?: never;
        /**
         * Delete Project
         * @description Delete a project and the grants in it.
         */
        delete: operations["KeystoneDeleteProject"];
        options?: never;
        head?: never;
        /**
         * Update Project
         * @description Rename or describe a project.
         */
        patch: operations["KeystoneUpdateProject"];
        trace?: never;
    };
    "/v3/projects/{project_id}/groups/{group_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List On Project
         * @description List the policies of a group in a project.
         */
        get: operations["KeystoneListProjectPermissionsForGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/projects/{project_id}/groups/{group_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant On Project
         * @description Give a group a policy in a project. The caller must hold it there himself, or be an administrator.
         */
        put: operations["KeystoneAssociateGroupWithProjectPermission"];
        post?: never;
        /**
         * Revoke On Project
         * @description Take a policy of a group in a project back.
         */
        delete: operations["KeystoneRemoveProjectPermissionFromGroup"];
        options?: never;
        /**
         * Check On Project
         * @description See whether a group has a policy in a project: 204 if so, 404 if not.
         */
        head: operations["KeystoneCheckProjectPermissionForGroup"];
        patch?: never;
        trace?: never;
    };
    "/v3/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Regions
         * @description List the regions, of which there is one.
         */
        get: operations["KeystoneListRegions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/regions/{region_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Region
         * @description Show a region.
         */
        get: operations["KeystoneShowRegion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description List policies by display name: the custom ones of the account for its `domain_id`, else those of the system.
         */
        get: operations["KeystoneListPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Role
         * @description Show a policy of the system or the account.
         */
        get: operations["KeystoneShowPermission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Services
         * @description List the services of the platform.
         */
        get: operations["KeystoneListServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/services/{service_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Service
         * @description Show a service.
         */
        get: operations["KeystoneShowService"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description List the users of the account by name; `password_expires_at` is `operator:time`, as in `lt:2026-12-08T22:02:00Z`.
         */
        get: operations["KeystoneListUsers"];
        put?: never;
        /**
         * Keystone Create User
         * @description Create a user, who at first may do nothing.
         */
        post: operations["KeystoneCreateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keystone Show User
         * @description Show a user; everybody may show himself.
         */
        get: operations["KeystoneShowUser"];
        put?: never;
        post?: never;
        /**
         * Delete User
         * @description Delete a user with his keys, sessions, memberships and grants.
         */
        delete: operations["KeystoneDeleteUser"];
        options?: never;
        head?: never;
        /**
         * Keystone Update User
         * @description Change a user; a new password or disabling ends his tokens and sessions at once.
         */
        patch: operations["KeystoneUpdateUserByAdmin"];
        trace?: never;
    };
    "/v3/users/{user_id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Groups For User
         * @description List the groups of a user; everybody may list his own.
         */
        get: operations["KeystoneListGroupsForUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/users/{user_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change one's own password; all one's tokens and console sessions end at once.
         */
        post: operations["KeystoneUpdateUserPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/users/{user_id}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Projects For User
         * @description List the projects where a user can do anything; everybody may list his own.
         */
        get: operations["KeystoneListProjectsForUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/{project_id}/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit trail
         * @description Read who did what, the newest first. `next` is the marker of the page before.
         */
        get: operations["ListTraces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v5/agencies/assume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take on an agency
         * @description Get a temporary access key with the rights of an agency that trusts your account.
         */
        post: operations["AssumeAgency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v5/agencies/assume-with-oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Not offered
         * @description Federated login is not offered; the answer is 400.
         */
        post: operations["AssumeAgencyWithOIDC"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v5/agencies/assume-with-saml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Not offered
         * @description Federated login is not offered; the answer is 400.
         */
        post: operations["AssumeAgencyWithSAML"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v5/caller-identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I
         * @description Show who signed the request.
         */
        get: operations["GetCallerIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v5/decode-authorization-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Why was a request refused
         * @description Open the encoded message of a refusal in your account.
         */
        post: operations["DecodeAuthorizationMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Version
         * @description Return the version of the platform.
         */
        get: operations["ShowVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AcceptanceEnd
         * @description How an acceptance ends. overwrite_last_result: replace what the dataset says by now about these samples.
         */
        AcceptanceEnd: {
            /** Action */
            action: number;
            /**
             * Overwrite Last Result
             * @default false
             */
            overwrite_last_result?: boolean;
        };
        /**
         * AcceptanceEnded
         * @description What would be replaced in the dataset, for action 3; empty otherwise.
         */
        AcceptanceEnded: {
            /** Sample Count */
            sample_count?: number | null;
            /** Samples */
            samples?: components["schemas"]["TeamSampleAnswer"][] | null;
        };
        /**
         * AcceptanceStart
         * @description How much is drawn: a share, or a number; all of it without either.
         */
        AcceptanceStart: {
            /** Sampling Num */
            sampling_num?: number | null;
            /** Sampling Rate */
            sampling_rate?: number | null;
        };
        /**
         * AccessKeyIdentity
         * @description The access key method.
         */
        AccessKeyIdentity: {
            access: components["schemas"]["KeyPart"];
            secret: components["schemas"]["KeyPart"];
        };
        /**
         * ActionList
         * @description Every action of the platform, by name.
         */
        ActionList: {
            /** Actions */
            actions: components["schemas"]["CataloguedAction"][];
        };
        /**
         * AdvancedConfig
         * @description Settings of one deployment that go before those of the service.
         */
        AdvancedConfig: {
            /** Custom Metrics Path */
            custom_metrics_path?: string | null;
            /** Deploy Timeout Minutes */
            deploy_timeout_minutes?: number | null;
            /**
             * Dynamic Routing Enable
             * @default false
             */
            dynamic_routing_enable?: boolean;
            /**
             * Ems Enable
             * @default false
             */
            ems_enable?: boolean;
            /**
             * Mooncake Enable
             * @default false
             */
            mooncake_enable?: boolean;
            /** Port */
            port?: number | null;
            /** Protocol */
            protocol?: ("HTTP" | "HTTPS" | "WSS" | "WS" | "TCP" | "NA") | null;
            service_secret?: components["schemas"]["SecretConfig"] | null;
            upgrade_config?: components["schemas"]["UpgradeConfig"] | null;
        };
        /**
         * AffinityNode
         * @description A machine, by its address.
         */
        AffinityNode: {
            /** Name */
            name: string;
        };
        /**
         * AffinityPool
         * @description Machines of a pool.
         */
        AffinityPool: {
            /**
             * Nodes
             * @default []
             */
            nodes?: components["schemas"]["AffinityNode"][];
            /** Pool Name */
            pool_name: string;
        };
        /**
         * Agency
         * @description An agency. `duration`: `FOREVER` or hours; `expire_time`: null is never.
         */
        Agency: {
            /** Agency Urn */
            agency_urn: string;
            /** Create Time */
            create_time: string;
            /** Description */
            description: string;
            /** Domain Id */
            domain_id: string;
            /** Duration */
            duration: string;
            /** Expire Time */
            expire_time: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Trust Domain Id */
            trust_domain_id: string;
            /** Trust Domain Name */
            trust_domain_name: string;
        };
        /**
         * AgencyAnswer
         * @description One agency.
         */
        AgencyAnswer: {
            agency: components["schemas"]["Agency"];
        };
        /**
         * AgencyCreate
         * @description An agency to be. `trust_domain_name` wins over `trust_domain_id`.
         *
         *     duration: `FOREVER` (default), `ONEDAY`, or a number of days.
         */
        AgencyCreate: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Domain Id */
            domain_id: string;
            /** Duration */
            duration?: string | number | null;
            /** Name */
            name: string;
            /** Trust Domain Id */
            trust_domain_id?: string | null;
            /** Trust Domain Name */
            trust_domain_name?: string | null;
        };
        /**
         * AgencyCreateBody
         * @description Body of CreateAgency.
         */
        AgencyCreateBody: {
            agency: components["schemas"]["AgencyCreate"];
        };
        /**
         * AgencyEnterpriseGrant
         * @description A policy for an agency in an enterprise project.
         */
        AgencyEnterpriseGrant: {
            /** Agency Id */
            agency_id: string;
            /** Enterprise Project Id */
            enterprise_project_id: string;
            /** Role Id */
            role_id: string;
        };
        /**
         * AgencyEnterpriseGrants
         * @description Body of AssociateRoleToAgencyOnEnterpriseProject.
         */
        AgencyEnterpriseGrants: {
            /** Role Assignments */
            role_assignments: components["schemas"]["AgencyEnterpriseGrant"][];
        };
        /**
         * AgencyList
         * @description Agencies, by name.
         */
        AgencyList: {
            /** Agencies */
            agencies: components["schemas"]["Agency"][];
            /** Total Number */
            total_number: number;
        };
        /**
         * AgencyRole
         * @description A policy of an agency in all projects, in short.
         */
        AgencyRole: {
            /** Id */
            id: string;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
        };
        /**
         * AgencyRoleList
         * @description The policies of an agency in all projects.
         */
        AgencyRoleList: {
            links: components["schemas"]["Links"];
            /** Roles */
            roles: components["schemas"]["AgencyRole"][];
        };
        /**
         * AgencyUpdate
         * @description Changes of an agency; what is not given stays.
         */
        AgencyUpdate: {
            /** Description */
            description?: string | null;
            /** Duration */
            duration?: string | number | null;
            /** Trust Domain Id */
            trust_domain_id?: string | null;
            /** Trust Domain Name */
            trust_domain_name?: string | null;
        };
        /**
         * AgencyUpdateBody
         * @description Body of UpdateAgency.
         */
        AgencyUpdateBody: {
            agency: components["schemas"]["AgencyUpdate"];
        };
        /**
         * Algorithm
         * @description What the job runs.
         */
        Algorithm: {
            /** Autosearch Config Path */
            autosearch_config_path?: string | null;
            /** Autosearch Framework Path */
            autosearch_framework_path?: string | null;
            /** Boot File */
            boot_file?: string | null;
            /** Code Dir */
            code_dir?: string | null;
            /** Command */
            command?: string | null;
            engine?: components["schemas"]["Engine"] | null;
            /** Environments */
            environments?: {
                [key: string]: string;
            } | null;
            /** Id */
            id?: string | null;
            /** Inputs */
            inputs?: components["schemas"]["Input"][] | null;
            /** Item Version Id */
            item_version_id?: string | null;
            /** Local Code Dir */
            local_code_dir?: string | null;
            /** Name */
            name?: string | null;
            /** Outputs */
            outputs?: components["schemas"]["Output"][] | null;
            /** Parameters */
            parameters?: components["schemas"]["Parameter"][] | null;
            /** Policies */
            policies?: unknown;
            /** Subscription Id */
            subscription_id?: string | null;
            /** Summary */
            summary?: unknown;
            /** Working Dir */
            working_dir?: string | null;
        };
        /**
         * AlgorithmAnswer
         * @description What the job runs. environments: one mapping with the declared variables.
         */
        AlgorithmAnswer: {
            /** Boot File */
            boot_file: string;
            /** Code Dir */
            code_dir: string;
            /** Command */
            command: string;
            engine: components["schemas"]["EngineAnswer"];
            /** Environments */
            environments: {
                [key: string]: string;
            }[];
            /** Inputs */
            inputs: components["schemas"]["ChannelAnswer"][];
            /** Local Code Dir */
            local_code_dir: string;
            /** Outputs */
            outputs: components["schemas"]["OutputAnswer"][];
            /** Parameters */
            parameters: components["schemas"]["ParameterAnswer"][];
            /** Working Dir */
            working_dir: string;
        };
        /**
         * Analysis
         * @description An analysis. state: waiting, running, completed, failed or stopped. found: how many samples, by kind.
         */
        Analysis: {
            /** Analysis Id */
            analysis_id: string;
            /** Bad */
            bad: number;
            /** Create Time */
            create_time: number;
            /** Done */
            done: number;
            /** Elapsed Seconds */
            elapsed_seconds: number;
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Found */
            found?: {
                [key: string]: number;
            } | null;
            /** Good */
            good: number;
            /** Is Active */
            is_active: boolean;
            /** Revision */
            revision: number;
            /** State */
            state: string;
            /** Total */
            total?: number | null;
            /** Version Id */
            version_id?: string | null;
            /** Version Name */
            version_name?: string | null;
        };
        /**
         * AnalysisList
         * @description A page of analyses.
         */
        AnalysisList: {
            /** Analyses */
            analyses: components["schemas"]["Analysis"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * Api
         * @description A service that is open to apps.
         */
        Api: {
            /** Api Id */
            api_id: string;
            /**
             * Api Method
             * @default ANY
             */
            api_method?: string;
            /** Api Name */
            api_name: string;
            /** Api Remark */
            api_remark: string;
            /** Auth Type */
            auth_type: string;
            /** Predict Url */
            predict_url: string;
            /** Service Id */
            service_id: string;
            /** Service Name */
            service_name: string;
            /** Support App Code */
            support_app_code: boolean;
        };
        /**
         * ApiAnswer
         * @description One API.
         */
        ApiAnswer: {
            api: components["schemas"]["Api"];
        };
        /**
         * ApiAuthorized
         * @description A new API and the apps that may use it.
         */
        ApiAuthorized: {
            api: components["schemas"]["Api"];
            /** Auth Result */
            auth_result: components["schemas"]["Result"][];
        };
        /**
         * ApiCreate
         * @description How a service is opened to apps.
         */
        ApiCreate: {
            /**
             * Api Method
             * @default ANY
             * @constant
             */
            api_method?: "ANY";
            /** Api Name */
            api_name: string;
            /** Api Path */
            api_path?: string | null;
            /**
             * Api Remark
             * @default
             */
            api_remark?: string;
            /** Api Url */
            api_url?: string | null;
            /**
             * Auth Type
             * @default APP
             * @enum {string}
             */
            auth_type?: "NONE" | "APP" | "IAM";
            /**
             * Support App Code
             * @default false
             */
            support_app_code?: boolean;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ApiKey
         * @description An API key, without the key.
         */
        ApiKey: {
            /** Create Time */
            create_time: string;
            /** Description */
            description: string;
            /** Domain Id */
            domain_id: string;
            /** Key Id */
            key_id: string;
            /** Name */
            name: string;
            /** Project Id */
            project_id: string;
            /** Scope */
            scope: string;
            /** Services */
            services: components["schemas"]["ServiceName"][];
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ApiKeyCreate
         * @description A new API key. scope: USER for all services of its user, SERVICE for those it is bound to.
         */
        ApiKeyCreate: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /**
             * Scope
             * @enum {string}
             */
            scope: "USER" | "SERVICE";
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ApiKeyPage
         * @description A page of API keys. current: its number. pages: of all. size: keys on a page. total: of all keys.
         */
        ApiKeyPage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["ApiKey"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * ApiList
         * @description A page of APIs.
         */
        ApiList: {
            /** Apis */
            apis: components["schemas"]["Api"][];
            /** Count */
            count: number;
            /** Total Count */
            total_count: number;
        };
        /**
         * App
         * @description An app. app_secret and app_codes are shown to its owner, when they are new or he asks for them.
         */
        App: {
            /** App Codes */
            app_codes: string[];
            /** App Id */
            app_id: string;
            /** App Key */
            app_key: string;
            /** App Name */
            app_name: string;
            /** App Remark */
            app_remark: string;
            /** App Secret */
            app_secret: string;
            /**
             * App Type
             * @default APIG
             */
            app_type?: string;
            /** Bounded Api Count */
            bounded_api_count: number;
            /** Created At */
            created_at: number;
            /** Project Id */
            project_id: string;
            /** Updated At */
            updated_at: number;
            /** User Id */
            user_id: string;
        };
        /**
         * AppAnswer
         * @description One app.
         */
        AppAnswer: {
            app: components["schemas"]["App"];
        };
        /**
         * AppAuthorization
         * @description An app, and whether it may call a service.
         */
        AppAuthorization: {
            app: components["schemas"]["App"];
            /** Authed */
            authed: boolean;
        };
        /**
         * AppCreate
         * @description A new app.
         */
        AppCreate: {
            /** App Name */
            app_name: string;
            /**
             * App Remark
             * @default
             */
            app_remark?: string;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * AppList
         * @description A page of apps.
         */
        AppList: {
            /** Apps */
            apps: components["schemas"]["App"][];
            /** Count */
            count: number;
            /** Total Count */
            total_count: number;
        };
        /**
         * AppReference
         * @description An app, named.
         */
        AppReference: {
            /** App Id */
            app_id: string;
        };
        /**
         * AppsOfApi
         * @description The apps that an operation is about.
         */
        AppsOfApi: {
            /** Apps */
            apps: components["schemas"]["AppReference"][];
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * AssignmentScope
         * @description Where a grant counts; exactly one is set.
         */
        AssignmentScope: {
            domain?: components["schemas"]["modelyard__iam__schemas__grants__Reference"] | null;
            enterprise_project?: components["schemas"]["modelyard__iam__schemas__grants__Reference"] | null;
            project?: components["schemas"]["modelyard__iam__schemas__grants__Reference"] | null;
        };
        /**
         * AssumeAgencyAnswer
         * @description The agency and its temporary key.
         */
        AssumeAgencyAnswer: {
            assumed_agency: components["schemas"]["AssumedAgency"];
            credentials: components["schemas"]["STSCredentials"];
            /** Source Identity */
            source_identity?: string | null;
        };
        /**
         * AssumeAgencyRequest
         * @description Which agency is taken on, and for how long.
         */
        AssumeAgencyRequest: {
            /** Agency Session Name */
            agency_session_name: string;
            /** Agency Urn */
            agency_urn: string;
            /**
             * Duration Seconds
             * @default 3600
             */
            duration_seconds?: number;
            /** Policy */
            policy?: string | {
                [key: string]: unknown;
            } | null;
            /** Source Identity */
            source_identity?: string | null;
        };
        /**
         * AssumeRoleIdentity
         * @description The agency method.
         */
        AssumeRoleIdentity: {
            /** Agency Name */
            agency_name: string;
            /** Domain Id */
            domain_id?: string | null;
            /** Domain Name */
            domain_name?: string | null;
            /** Duration Seconds */
            duration_seconds?: number | null;
            session_user?: components["schemas"]["SessionUser-Input"] | null;
        };
        /**
         * AssumedAgency
         * @description The agency that was taken on.
         */
        AssumedAgency: {
            /** Id */
            id: string;
            /** Urn */
            urn: string;
        };
        /**
         * AssumedBy
         * @description Who took an agency on.
         */
        AssumedBy: {
            user: components["schemas"]["TokenUser"];
        };
        /**
         * Auth
         * @description Identity and scope.
         */
        Auth: {
            identity: components["schemas"]["Identity"];
            scope?: components["schemas"]["Scope"] | null;
        };
        /**
         * AuthRequest
         * @description Body of a request for a token or a temporary key.
         */
        AuthRequest: {
            auth: components["schemas"]["Auth"];
        };
        /**
         * Authorization
         * @description Who is covered by which agency.
         */
        Authorization: {
            /** Content */
            content: string;
            /** Create Time */
            create_time: number;
            /** Type */
            type: string;
            /** User Id */
            user_id: string;
            /** User Name */
            user_name: string;
            /** User Type */
            user_type: string;
        };
        /**
         * AuthorizationCreate
         * @description Who is covered by which agency. `user_id`: a user, or `all` for every present and future user.
         */
        AuthorizationCreate: {
            /** Content */
            content: string;
            /** Secret Key */
            secret_key?: string | null;
            /**
             * Type
             * @default agency
             * @enum {string}
             */
            type?: "agency" | "credential";
            /** User Id */
            user_id?: string | null;
            /** User Name */
            user_name?: string | null;
            /**
             * User Type
             * @default iam
             * @enum {string}
             */
            user_type?: "iam" | "federate" | "federation-group" | "grant" | "all-users";
        };
        /**
         * AuthorizationMode
         * @description `strict`: users may do only what a policy allows; otherwise everything that no policy denies.
         */
        AuthorizationMode: {
            /** Strict */
            strict: boolean;
        };
        /**
         * Authorized
         * @description What became of each app that was to be let in.
         */
        Authorized: {
            /** Auth Result */
            auth_result: components["schemas"]["Result"][];
        };
        /**
         * AuthorizedApi
         * @description The API of a service with the apps that may call it.
         */
        AuthorizedApi: {
            /** Api Id */
            api_id: string;
            /** Authed Apps */
            authed_apps: components["schemas"]["App"][];
        };
        /**
         * AutoStop
         * @description How long the job may run; waiting and preparation do not count.
         */
        AutoStop: {
            /** Duration */
            duration: number;
            /**
             * Time Unit
             * @default HOURS
             */
            time_unit?: string;
        };
        /**
         * AutoStopAnswer
         * @description How long the job may run.
         */
        AutoStopAnswer: {
            /** Duration */
            duration: number;
            /** Time Unit */
            time_unit: string;
        };
        /**
         * BatchAction
         * @description What is done to each of the samples.
         * @enum {string}
         */
        BatchAction: "set_label" | "add_label" | "remove_label" | "mark_hard" | "unmark_hard" | "confirm" | "delete";
        /**
         * BatchAnswer
         * @description How far a batch is, an addition of ours: inputs, and rows of tables.
         *
         *     task_id: stands in the names of manifest and results. run: how often the service was started.
         */
        BatchAnswer: {
            /** Done */
            done: number;
            /** Failed */
            failed: number;
            /** Failed Rows */
            failed_rows: number;
            /** Rows */
            rows: number;
            /** Run */
            run: number;
            /** Task Id */
            task_id: string;
            /** Total */
            total: number;
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
         * BatchLabel
         * @description A label of the dataset. type: where the name is not enough.
         */
        BatchLabel: {
            /** Name */
            name: string;
            /** Type */
            type?: number | null;
        };
        /**
         * BatchOutcome
         * @description How it went with a batch. results: of each item in order, unless all went well.
         */
        BatchOutcome: {
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Results */
            results?: components["schemas"]["ItemOutcome"][] | null;
            /** Success */
            success: boolean;
        };
        /**
         * BatchResult
         * @description What came of one input. rows, failed_rows: of a table.
         */
        BatchResult: {
            /** Error Message */
            error_message?: string | null;
            /** Failed Rows */
            failed_rows?: number | null;
            /** Inference Loc */
            inference_loc?: string | null;
            /** Result */
            result: string;
            /** Rows */
            rows?: number | null;
            /** Source */
            source: string;
        };
        /**
         * BatchResultList
         * @description A page of what came of the inputs of a batch service. manifest: where its manifest is, or will be.
         */
        BatchResultList: {
            batch: components["schemas"]["BatchAnswer"];
            /** Count */
            count: number;
            /** Manifest */
            manifest: string;
            /** Results */
            results: components["schemas"]["BatchResult"][];
            /** Service Id */
            service_id: string;
            /** Service Name */
            service_name: string;
            /** Total Count */
            total_count: number;
        };
        /**
         * Batching
         * @description Requests that arrive together are answered together: at most so many, waiting at most so long for more.
         */
        Batching: {
            /**
             * Max Batch Size
             * @default 1
             */
            max_batch_size?: number;
            /**
             * Max Wait Milliseconds
             * @default 2
             */
            max_wait_milliseconds?: number;
        };
        /**
         * Billing
         * @description Nothing is billed.
         */
        Billing: {
            /** Code */
            code: string;
            /** Unit Num */
            unit_num: number;
        };
        /**
         * Bucket
         * @description A place in a bucket.
         */
        "Bucket-Input": {
            /**
             * Obs Url
             * @default
             */
            obs_url?: string;
        };
        /**
         * Bucket
         * @description A place in a bucket.
         */
        "Bucket-Output": {
            /** Obs Url */
            obs_url: string;
        };
        /**
         * BucketCreate
         * @description The name of a new bucket.
         */
        BucketCreate: {
            /** Name */
            name: string;
        };
        /**
         * BucketItem
         * @description A bucket of the caller's account.
         */
        BucketItem: {
            /** Created At */
            created_at: number;
            /** Name */
            name: string;
            /** Owner Id */
            owner_id: string;
        };
        /**
         * BucketList
         * @description A page of buckets.
         */
        BucketList: {
            /** Buckets */
            buckets: components["schemas"]["BucketItem"][];
            /** Count */
            count: number;
            /** Total Count */
            total_count: number;
        };
        /**
         * BuildStep
         * @description What a build is at.
         * @enum {string}
         */
        BuildStep: "waiting" | "resolve" | "download" | "install" | "smoke_test" | "finished";
        /**
         * CPUInfo
         * @description Cores.
         */
        CPUInfo: {
            /** Arch */
            arch: string;
            /** Core Num */
            core_num: number;
        };
        /**
         * CallPoint
         * @description The calls of one version in one step. time: of its beginning. Latencies as far as the gateway's bounds tell.
         */
        CallPoint: {
            /** Client Errors */
            client_errors: number;
            /** P50 Milliseconds */
            p50_milliseconds?: number | null;
            /** P95 Milliseconds */
            p95_milliseconds?: number | null;
            /** P99 Milliseconds */
            p99_milliseconds?: number | null;
            /** Requests */
            requests: number;
            /** Requests Per Second */
            requests_per_second: number;
            /** Server Errors */
            server_errors: number;
            /** Time */
            time: number;
        };
        /**
         * CallSeries
         * @description The calls of one version over time.
         */
        CallSeries: {
            /** Deployment Id */
            deployment_id: string;
            /** Model Id */
            model_id: string;
            /** Model Name */
            model_name: string;
            /** Model Version */
            model_version: string;
            /** Points */
            points: components["schemas"]["CallPoint"][];
        };
        /**
         * CallStatistics
         * @description The calls of a service over time; steps without a call are left out.
         */
        CallStatistics: {
            /** Series */
            series: components["schemas"]["CallSeries"][];
            /** Service Id */
            service_id: string;
            /** Step Minutes */
            step_minutes: number;
        };
        /**
         * CallerIdentity
         * @description Who signed the request.
         */
        CallerIdentity: {
            /** Account Id */
            account_id: string;
            /** Principal Id */
            principal_id: string;
            /** Principal Urn */
            principal_urn: string;
        };
        /**
         * Catalog
         * @description All services with their endpoints.
         */
        Catalog: {
            /** Catalog */
            catalog: components["schemas"]["CatalogEntry"][];
            links: components["schemas"]["Links"];
        };
        /**
         * CatalogEndpoint
         * @description Where a service answers, for the project of the caller.
         */
        CatalogEndpoint: {
            /** Id */
            id: string;
            /**
             * Interface
             * @default public
             * @constant
             */
            interface?: "public";
            /** Region */
            region: string;
            /** Region Id */
            region_id: string;
            /** Url */
            url: string;
        };
        /**
         * CatalogEntry
         * @description A service with its endpoints, as tokens carry it.
         */
        CatalogEntry: {
            /** Endpoints */
            endpoints: components["schemas"]["CatalogEndpoint"][];
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /**
         * CataloguedAction
         * @description An action that policies can name.
         */
        CataloguedAction: {
            /** Description */
            description: string;
            /** Description Cn */
            description_cn: string;
            /** Name */
            name: string;
            /** Resource Type */
            resource_type: string;
            /** Service */
            service: string;
        };
        /**
         * ChangedDataset
         * @description The id of a dataset that was changed.
         */
        ChangedDataset: {
            /** Dataset Id */
            dataset_id: string;
        };
        /**
         * ChannelAnswer
         * @description An input or output. local_dir: the directory of the container, as the program gets it.
         */
        ChannelAnswer: {
            /** Access Method */
            access_method: string;
            /** Description */
            description: string;
            /** Local Dir */
            local_dir: string;
            /** Name */
            name: string;
            remote: components["schemas"]["Remote"];
        };
        /**
         * CheckDesc
         * @description An acceptance. Ours: `state`, and `result`: what it did in the dataset.
         */
        CheckDesc: {
            /** Action */
            action?: number | null;
            checking_stats: components["schemas"]["CheckStats"];
            /** Checking Task Id */
            checking_task_id: string;
            /**
             * Overwrite Last Result
             * @default false
             */
            overwrite_last_result?: boolean;
            /**
             * Result
             * @default {}
             */
            result?: {
                [key: string]: number;
            };
            /** State */
            state: string;
            total_stats: components["schemas"]["CheckStats"];
        };
        /**
         * CheckReport
         * @description Figures of an acceptance, and of all of them.
         */
        CheckReport: {
            checking_stats: components["schemas"]["CheckStats"];
            /** Checking Task Id */
            checking_task_id: string;
            /** State */
            state: string;
            total_stats: components["schemas"]["CheckStats"];
        };
        /**
         * CheckStats
         * @description Figures of an acceptance.
         */
        CheckStats: {
            /** Accepted Sample Count */
            accepted_sample_count: number;
            /** Checked Sample Count */
            checked_sample_count: number;
            /** Pass Rate */
            pass_rate: number;
            /** Rejected Sample Count */
            rejected_sample_count: number;
            /** Sampled Sample Count */
            sampled_sample_count: number;
            /** Sampling Num */
            sampling_num: number;
            /** Sampling Rate */
            sampling_rate: number;
            /** Score */
            score: string;
            /** Task Id */
            task_id: string;
            /** Total Sample Count */
            total_sample_count: number;
            /** Total Score */
            total_score: number;
            /** Unchecked Sample Count */
            unchecked_sample_count: number;
        };
        /**
         * ClusterV2
         * @description A pool as services see it.
         */
        ClusterV2: {
            /** Create At */
            create_at: number;
            /** Flavors */
            flavors: components["schemas"]["FlavorV2"][];
            /** Logic Cluster Id */
            logic_cluster_id: string;
            /** Physical Pool Id */
            physical_pool_id: string;
            /** Pool Id */
            pool_id: string;
            /** Pool Type */
            pool_type: string;
            /** Project Id */
            project_id: string;
            /** Resource Categories */
            resource_categories: string[];
            /** Status */
            status: string;
            /** Type */
            type: string;
            /** Update At */
            update_at: number;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * CodeFactsAnswer
         * @description How large the code directory is.
         */
        CodeFactsAnswer: {
            /** Bytes */
            bytes: number;
            /** Files */
            files: number;
            /** Folders */
            folders: number;
            /** Requirements */
            requirements: string | null;
        };
        /**
         * ConfigAnswer
         * @description One version of a model in a service.
         *
         *     deployment_id, ready_count, message: additions of ours. message: why it does not run, with the last lines of its log.
         *     image: of a deployment that the newer API made, which has no model; its name and version stand in place of one.
         */
        ConfigAnswer: {
            /** Additional Properties */
            additional_properties: {
                [key: string]: unknown;
            };
            /** Affinity */
            affinity?: {
                [key: string]: unknown;
            } | null;
            /** Batching */
            batching?: {
                [key: string]: unknown;
            } | null;
            /** Cluster Id */
            cluster_id?: string | null;
            /** Custom Spec */
            custom_spec?: {
                [key: string]: unknown;
            } | null;
            /** Deploy Timeout In Seconds */
            deploy_timeout_in_seconds?: number | null;
            /** Deployment Id */
            deployment_id: string;
            /** Dest Path */
            dest_path?: string | null;
            /** Envs */
            envs: {
                [key: string]: string;
            };
            /** Finished Time */
            finished_time?: number | null;
            /** Image */
            image?: string | null;
            /** Instance Count */
            instance_count: number;
            /** Last Lines */
            last_lines?: string[] | null;
            /** Mapping Rule */
            mapping_rule?: {
                [key: string]: unknown;
            } | null;
            /** Mapping Type */
            mapping_type?: string | null;
            /** Message */
            message?: string | null;
            /** Model Id */
            model_id: string;
            /** Model Name */
            model_name: string;
            /** Model Version */
            model_version: string;
            /** Pool Name */
            pool_name?: string | null;
            /** Ready Count */
            ready_count: number;
            /** Req Uri */
            req_uri?: string | null;
            /** Scaling */
            scaling: boolean;
            /** Scaling Policy */
            scaling_policy?: {
                [key: string]: unknown;
            } | null;
            /** Source Type */
            source_type?: string | null;
            /** Specification */
            specification: string;
            /** Src Path */
            src_path?: string | null;
            /** Src Type */
            src_type?: string | null;
            /** Start Time */
            start_time?: number | null;
            /** Status */
            status: string;
            /**
             * Support Debug
             * @default false
             */
            support_debug?: boolean;
            /** Weight */
            weight: number;
        };
        /**
         * Constraint
         * @description What values a parameter may take; kept for whoever shows the job.
         */
        Constraint: {
            /** Editable */
            editable?: boolean | null;
            /** Required */
            required?: boolean | null;
            /** Sensitive */
            sensitive?: boolean | null;
            /** Type */
            type?: string | null;
            /** Valid Range */
            valid_range?: string[] | null;
            /** Valid Type */
            valid_type?: string | null;
        };
        /**
         * ContactUpdate
         * @description One's own mail address and phone number (`0086-13000000000`).
         */
        ContactUpdate: {
            /** Email */
            email?: string | null;
            /** Mobile */
            mobile?: string | null;
        };
        /**
         * ContactUpdateBody
         * @description Body of UpdateUserInformation.
         */
        ContactUpdateBody: {
            user: components["schemas"]["ContactUpdate"];
        };
        /**
         * Created
         * @description The id of a new model.
         */
        Created: {
            /** Model Id */
            model_id: string;
        };
        /**
         * CreatedCredentialAnswer
         * @description Answer to a creation.
         */
        CreatedCredentialAnswer: {
            credential: components["schemas"]["CredentialWithSecret"];
        };
        /**
         * CreatedDataset
         * @description The id of a new dataset.
         */
        CreatedDataset: {
            /** Dataset Id */
            dataset_id: string;
        };
        /**
         * CreatedMember
         * @description Ours: the id of a new member.
         */
        CreatedMember: {
            /** Worker Id */
            worker_id: string;
        };
        /**
         * CreatedPreview
         * @description The ids of a preview (ours).
         */
        CreatedPreview: {
            /** Task Id */
            task_id: string;
            /** Version Id */
            version_id: string;
        };
        /**
         * CreatedProcessorTask
         * @description The id of a new task.
         */
        CreatedProcessorTask: {
            /** Task Id */
            task_id: string;
        };
        /**
         * CreatedProcessorVersion
         * @description The id of a new version.
         */
        CreatedProcessorVersion: {
            /** Version Id */
            version_id: string;
        };
        /**
         * CreatedSmartTask
         * @description The id of a smart task.
         */
        CreatedSmartTask: {
            /** Task Id */
            task_id: string;
        };
        /**
         * CreatedTeam
         * @description The id of a new team.
         */
        CreatedTeam: {
            /** Workforce Id */
            workforce_id: string;
        };
        /**
         * CreatedTeamTask
         * @description The id of a new task.
         */
        CreatedTeamTask: {
            /** Task Id */
            task_id: string;
        };
        /**
         * CreatedVersion
         * @description The id of a new version. Ours: the task that publishes it.
         */
        CreatedVersion: {
            /** Task Id */
            task_id: string;
            /** Version Id */
            version_id: string;
        };
        /**
         * Credential
         * @description A permanent access key, without its secret.
         */
        Credential: {
            /** Access */
            access: string;
            /** Create Time */
            create_time: string;
            /** Description */
            description: string;
            status: components["schemas"]["KeyStatus"];
            /** User Id */
            user_id: string;
        };
        /**
         * CredentialAnswer
         * @description One access key.
         */
        CredentialAnswer: {
            credential: components["schemas"]["CredentialWithUse"];
        };
        /**
         * CredentialCreate
         * @description Whose key is wanted.
         */
        CredentialCreate: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** User Id */
            user_id: string;
        };
        /**
         * CredentialCreateRequest
         * @description Body of the creation.
         */
        CredentialCreateRequest: {
            credential: components["schemas"]["CredentialCreate"];
        };
        /**
         * CredentialUpdate
         * @description What to change; what is left out stays.
         */
        CredentialUpdate: {
            /** Description */
            description?: string | null;
            status?: components["schemas"]["KeyStatus"] | null;
        };
        /**
         * CredentialUpdateRequest
         * @description Body of a change.
         */
        CredentialUpdateRequest: {
            credential: components["schemas"]["CredentialUpdate"];
        };
        /**
         * CredentialWithSecret
         * @description A new access key; its secret is shown here and never again.
         */
        CredentialWithSecret: {
            /** Access */
            access: string;
            /** Create Time */
            create_time: string;
            /** Description */
            description: string;
            /** Secret */
            secret: string;
            status: components["schemas"]["KeyStatus"];
            /** User Id */
            user_id: string;
        };
        /**
         * CredentialWithUse
         * @description An access key with the time of its last use, empty if never.
         */
        CredentialWithUse: {
            /** Access */
            access: string;
            /** Create Time */
            create_time: string;
            /** Description */
            description: string;
            /** Last Use Time */
            last_use_time: string;
            status: components["schemas"]["KeyStatus"];
            /** User Id */
            user_id: string;
        };
        /**
         * CredentialsAnswer
         * @description Access keys of a user.
         */
        CredentialsAnswer: {
            /** Credentials */
            credentials: components["schemas"]["Credential"][];
        };
        /**
         * CronRule
         * @description At these times (five fields, UTC) there are to be so many instances.
         */
        CronRule: {
            /** Schedule */
            schedule: string;
            /** Target Replicas */
            target_replicas: number;
        };
        /**
         * Curve
         * @description One curve. `times` are milliseconds since the epoch, `values` what was measured then. `card`: of one accelerator.
         */
        Curve: {
            /** Card */
            card?: number | null;
            metric: components["schemas"]["modelyard__training__types__logs__Metric"];
            /** Times */
            times: number[];
            /** Unit */
            unit: string;
            /** Values */
            values: number[];
        };
        /**
         * CustomFlavor
         * @description Resources instead of those of a flavor. mem_size: in GB.
         */
        CustomFlavor: {
            /**
             * Accelerator Num
             * @default 0
             */
            accelerator_num?: number;
            /** Cpu Core Num */
            cpu_core_num: number;
            /** Mem Size */
            mem_size: number;
        };
        /**
         * CustomFlavorAnswer
         * @description Resources instead of those of a flavor; memory in GB.
         */
        CustomFlavorAnswer: {
            /** Accelerator Num */
            accelerator_num: number;
            /** Cpu Core Num */
            cpu_core_num: number;
            /** Mem Size */
            mem_size: number;
        };
        /**
         * CustomSpec
         * @description A size of one's own. memory: in MB.
         */
        CustomSpec: {
            /** Ascend A310 */
            ascend_a310?: number | null;
            /** Cpu */
            cpu: number;
            /** Gpu P4 */
            gpu_p4?: number | null;
            /** Memory */
            memory: number;
        };
        /**
         * DataSource
         * @description Where data comes from: a folder in a bucket.
         */
        DataSource: {
            /**
             * Data Path
             * @default
             */
            data_path?: string;
            /**
             * Data Type
             * @default 0
             */
            data_type?: number;
            /**
             * Schema Maps
             * @default []
             */
            schema_maps?: components["schemas"]["SchemaMap"][];
            /**
             * With Column Header
             * @default true
             */
            with_column_header?: boolean;
        };
        /**
         * DatasetAnswer
         * @description A dataset as it is shown. `workforce_descriptor` is left out without a team task: a public client reads it as a list.
         */
        DatasetAnswer: {
            /** Annotated Sample Count */
            annotated_sample_count: number;
            /**
             * Content Labeling
             * @default true
             */
            content_labeling?: boolean;
            /** Create Time */
            create_time: number;
            /** Current Version Id */
            current_version_id?: string | null;
            /** Current Version Name */
            current_version_name?: string | null;
            /** Data Format */
            data_format: string;
            /** Data Sources */
            data_sources: {
                [key: string]: unknown;
            }[];
            /** Data Update Time */
            data_update_time: number;
            /** Dataset Format */
            dataset_format: number;
            /** Dataset Id */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            /** Dataset Type */
            dataset_type: number;
            /** Dataset Version */
            dataset_version: string;
            /**
             * Dataset Version Count
             * @default 0
             */
            dataset_version_count?: number;
            /**
             * Deleted Sample Count
             * @default 0
             */
            deleted_sample_count?: number;
            /** Description */
            description: string;
            /**
             * Enterprise Project Id
             * @default 0
             */
            enterprise_project_id?: string;
            /** Exist Running Task */
            exist_running_task?: boolean | null;
            /**
             * Exist Workforce Task
             * @default false
             */
            exist_workforce_task?: boolean;
            /**
             * Import Data
             * @default false
             */
            import_data?: boolean;
            /** Inner Annotation Path */
            inner_annotation_path: string;
            /** Inner Data Path */
            inner_data_path: string;
            /** Inner Log Path */
            inner_log_path: string;
            /** Inner Task Path */
            inner_task_path: string;
            /** Inner Temp Path */
            inner_temp_path: string;
            /** Inner Work Path */
            inner_work_path: string;
            /**
             * Label Task Count
             * @default 1
             */
            label_task_count?: number;
            /** Labels */
            labels?: components["schemas"]["LabelAnswer"][] | null;
            /**
             * Loading Sample Count
             * @default 0
             */
            loading_sample_count?: number;
            /**
             * Managed
             * @default false
             */
            managed?: boolean;
            /**
             * Next Version Num
             * @default 1
             */
            next_version_num?: number;
            /**
             * Open Labels
             * @default false
             */
            open_labels?: boolean;
            /** Running Tasks Id */
            running_tasks_id?: string[] | null;
            /** Schema */
            schema?: {
                [key: string]: unknown;
            }[] | null;
            /** Status */
            status: number;
            /** Total Sample Count */
            total_sample_count: number;
            /** Unconfirmed Sample Count */
            unconfirmed_sample_count: number;
            /** Update Time */
            update_time: number;
            /** Versions */
            versions?: {
                [key: string]: unknown;
            }[] | null;
            /** Work Path */
            work_path: string;
            /**
             * Work Path Type
             * @default 0
             */
            work_path_type?: number;
            /**
             * Workforce Task Count
             * @default 0
             */
            workforce_task_count?: number;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * DatasetCreate
         * @description A dataset to create.
         */
        DatasetCreate: {
            /**
             * Data Format
             * @default Default
             * @enum {string}
             */
            data_format?: "Default" | "CarbonData";
            /**
             * Data Sources
             * @default []
             */
            data_sources?: components["schemas"]["DataSource"][];
            /** Dataset Name */
            dataset_name: string;
            /** @default 0 */
            dataset_type?: components["schemas"]["LabelType"];
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Import Annotations
             * @default true
             */
            import_annotations?: boolean;
            /**
             * Import Data
             * @default false
             */
            import_data?: boolean;
            /**
             * @default {
             *       "label_type": "1",
             *       "text_label_separator": ",",
             *       "text_sample_separator": "\t"
             *     }
             */
            label_format?: components["schemas"]["LabelFormat"];
            /**
             * Labels
             * @default []
             */
            labels?: components["schemas"]["Label"][];
            /**
             * Managed
             * @default false
             */
            managed?: boolean;
            /**
             * Open Labels
             * @default false
             */
            open_labels?: boolean;
            /**
             * Schema
             * @default []
             */
            schema?: components["schemas"]["SchemaColumn"][];
            /** Work Path */
            work_path: string;
            /**
             * Work Path Type
             * @default 0
             */
            work_path_type?: number;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * DatasetList
         * @description A page of datasets.
         */
        DatasetList: {
            /** Datasets */
            datasets: components["schemas"]["DatasetAnswer"][];
            /** Total Number */
            total_number: number;
        };
        /**
         * DatasetMetrics
         * @description Counts of samples by day: a moment in milliseconds and the count then.
         */
        DatasetMetrics: {
            /** Metrics */
            metrics: {
                [key: string]: {
                    [key: string]: number;
                };
            };
        };
        /**
         * DatasetStats
         * @description Figures of a dataset.
         */
        DatasetStats: {
            /** Data Spliting Enable */
            data_spliting_enable: boolean;
            /** Grouped Label Stats */
            grouped_label_stats: {
                [key: string]: components["schemas"]["LabelStats"][];
            };
            /** Key Sample Stats */
            key_sample_stats: {
                [key: string]: number;
            };
            /** Label Stats */
            label_stats: components["schemas"]["LabelStats"][];
            /** Sample Stats */
            sample_stats: {
                [key: string]: number;
            };
        };
        /**
         * DatasetUpdate
         * @description What changes of a dataset. Labels are deleted before others are added: some clients send both lists whole.
         *
         *     Ours: `open_labels`, whether annotations may bring new labels.
         */
        DatasetUpdate: {
            /**
             * Add Labels
             * @default []
             */
            add_labels?: components["schemas"]["Label"][];
            /** Current Version Id */
            current_version_id?: string | null;
            /** Dataset Name */
            dataset_name?: string | null;
            /**
             * Delete Labels
             * @default []
             */
            delete_labels?: components["schemas"]["Label"][];
            /** Description */
            description?: string | null;
            /** Open Labels */
            open_labels?: boolean | null;
            /**
             * Update Labels
             * @default []
             */
            update_labels?: components["schemas"]["Label"][];
        };
        /**
         * DecodeAnswer
         * @description The decision in JSON.
         */
        DecodeAnswer: {
            /** Decoded Message */
            decoded_message: string;
        };
        /**
         * DecodeRequest
         * @description A message from a refusal.
         */
        DecodeRequest: {
            /** Encoded Message */
            encoded_message: string;
        };
        /**
         * DeleteFailure
         * @description A model that was not deleted, and why.
         */
        DeleteFailure: {
            /** Error Code */
            error_code: string;
            /** Error Msg */
            error_msg: string;
            /** Model Id */
            model_id: string;
        };
        /**
         * DeletePolicy
         * @description What goes with a label: nothing, samples that have nothing else, their files as well.
         * @enum {integer}
         */
        DeletePolicy: 0 | 1 | 2;
        /**
         * Deleted
         * @description What a deletion did.
         */
        Deleted: {
            /** Delete Failed List */
            delete_failed_list: components["schemas"]["DeleteFailure"][];
            /** Delete Success List */
            delete_success_list: string[];
        };
        /**
         * Deletion
         * @description The keys of objects to delete.
         */
        Deletion: {
            /** Keys */
            keys: string[];
        };
        /**
         * DeletionFailure
         * @description An object that was not deleted, and why.
         */
        DeletionFailure: {
            /** Error Code */
            error_code: string;
            /** Error Msg */
            error_msg: string;
            /** Key */
            key: string;
        };
        /**
         * DeletionResult
         * @description How many objects are gone, and which are not.
         */
        DeletionResult: {
            /** Deleted */
            deleted: number;
            /** Failed */
            failed: components["schemas"]["DeletionFailure"][];
        };
        /**
         * DeploymentAnswer
         * @description A deployment by itself. failure_reason, running_count: additions of ours.
         */
        DeploymentAnswer: {
            /** Advanced Config */
            advanced_config?: {
                [key: string]: unknown;
            } | null;
            /** Count */
            count: number;
            /** Create At */
            create_at: string;
            /**
             * Deploy Type
             * @default SINGLE
             */
            deploy_type?: string;
            /** Deployment Name */
            deployment_name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Failure Reason */
            failure_reason?: string | null;
            /**
             * Framework
             * @default COMMON
             */
            framework?: string;
            /** High Avail Switch */
            high_avail_switch?: boolean | null;
            /** Id */
            id: string;
            /** Infer Name */
            infer_name: string;
            /**
             * Mirror Traffic Enable
             * @default false
             */
            mirror_traffic_enable?: boolean;
            /** Model */
            model?: {
                [key: string]: unknown;
            } | null;
            /** Name */
            name: string;
            /** Pool Id */
            pool_id?: string | null;
            /** Priority */
            priority?: number | null;
            /** Running Count */
            running_count: number;
            /**
             * Schedule Strategy
             * @default HIGH_AVAILABILITY
             */
            schedule_strategy?: string;
            /** Status */
            status: string;
            /**
             * System Log Dump Enable
             * @default false
             */
            system_log_dump_enable?: boolean;
            /** Unit Configs */
            unit_configs: {
                [key: string]: unknown;
            }[];
            /** Update At */
            update_at: string;
            /** User Name */
            user_name: string;
            /** Version */
            version: string;
            /** Version Count */
            version_count: number;
            /** Version Id */
            version_id: string;
            /** Weight */
            weight: number;
            /**
             * Workload Type
             * @default DEPLOYMENT
             */
            workload_type?: string;
        };
        /**
         * DeploymentGroup
         * @description A deployment as a part of its service. traffic_ratio: its share of the requests.
         */
        DeploymentGroup: {
            /** Advanced Config */
            advanced_config?: {
                [key: string]: unknown;
            } | null;
            /** Count */
            count: number;
            /** Create At */
            create_at: string;
            /**
             * Deploy Type
             * @default SINGLE
             */
            deploy_type?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Framework
             * @default COMMON
             */
            framework?: string;
            /** High Avail Switch */
            high_avail_switch?: boolean | null;
            /** Id */
            id: string;
            /** Infer Name */
            infer_name: string;
            /**
             * Mirror Traffic Enable
             * @default false
             */
            mirror_traffic_enable?: boolean;
            /** Model */
            model?: {
                [key: string]: unknown;
            } | null;
            /** Name */
            name: string;
            /** Pool Id */
            pool_id?: string | null;
            /** Priority */
            priority?: number | null;
            /** Running Count */
            running_count: number;
            /**
             * Schedule Strategy
             * @default HIGH_AVAILABILITY
             */
            schedule_strategy?: string;
            /** Status */
            status: string;
            /**
             * System Log Dump Enable
             * @default false
             */
            system_log_dump_enable?: boolean;
            /** Traffic Ratio */
            traffic_ratio: string;
            /** Unit Configs */
            unit_configs: {
                [key: string]: unknown;
            }[];
            /** Update At */
            update_at: number;
            /** Version */
            version: string;
            /** Version Count */
            version_count: number;
            /** Version Id */
            version_id: string;
            /** Weight */
            weight: number;
            /**
             * Workload Type
             * @default DEPLOYMENT
             */
            workload_type?: string;
        };
        /**
         * DeploymentItem
         * @description A deployment as lists show it.
         */
        DeploymentItem: {
            /** Create At */
            create_at: number;
            /**
             * Deploy Type
             * @default SINGLE
             */
            deploy_type?: string;
            /** Id */
            id: string;
            /** Infer Name */
            infer_name: string;
            /**
             * Mirror Traffic Enable
             * @default false
             */
            mirror_traffic_enable?: boolean;
            /** Name */
            name: string;
            /** Pool Id */
            pool_id?: string | null;
            /** Service Group Name */
            service_group_name: string;
            /** Status */
            status: string;
            /** Traffic Ratio */
            traffic_ratio: string;
            /** Update At */
            update_at: number;
            /** Version */
            version: string;
            /** Weight */
            weight: number;
        };
        /**
         * DeploymentPage
         * @description A page of deployments.
         */
        DeploymentPage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["DeploymentItem"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * Device
         * @description The bound device of a user.
         */
        Device: {
            /** Serial Number */
            serial_number: string;
            /** User Id */
            user_id: string;
        };
        /**
         * DeviceAnswer
         * @description One device.
         */
        DeviceAnswer: {
            virtual_mfa_device: components["schemas"]["Device"];
        };
        /**
         * DeviceBind
         * @description Two passcodes in a row prove that the device has the seed.
         */
        DeviceBind: {
            /** Authentication Code First */
            authentication_code_first: string;
            /** Authentication Code Second */
            authentication_code_second: string;
            /** Serial Number */
            serial_number: string;
            /** User Id */
            user_id: string;
        };
        /**
         * DeviceCreate
         * @description Whose device, and what it is called.
         */
        DeviceCreate: {
            /** Name */
            name: string;
            /** User Id */
            user_id: string;
        };
        /**
         * DeviceCreateRequest
         * @description Body of the creation.
         */
        DeviceCreateRequest: {
            virtual_mfa_device: components["schemas"]["DeviceCreate"];
        };
        /**
         * DeviceUnbind
         * @description A passcode proves that the device is there.
         */
        DeviceUnbind: {
            /** Authentication Code */
            authentication_code: string;
            /** Serial Number */
            serial_number: string;
            /** User Id */
            user_id: string;
        };
        /**
         * DevicesAnswer
         * @description The devices that the caller may see.
         */
        DevicesAnswer: {
            /** Virtual Mfa Devices */
            virtual_mfa_devices: components["schemas"]["Device"][];
        };
        /**
         * Doc
         * @description A document about a model.
         */
        Doc: {
            /** Doc Name */
            doc_name: string;
            /** Doc Url */
            doc_url: string;
        };
        /**
         * Domain
         * @description An account.
         */
        Domain: {
            /** Description */
            description: string;
            /** Enabled */
            enabled: boolean;
            /** Id */
            id: string;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
        };
        /**
         * DomainList
         * @description The accounts of the caller.
         */
        DomainList: {
            /** Domains */
            domains: components["schemas"]["Domain"][];
            links: components["schemas"]["Links"];
        };
        /**
         * DomainName
         * @description An account, by name or id.
         */
        DomainName: {
            /** Id */
            id?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * Done
         * @description It was done.
         */
        Done: {
            /**
             * Result
             * @default true
             * @constant
             */
            result?: true;
        };
        /**
         * DoneForAll
         * @description It was done for everybody.
         */
        DoneForAll: {
            /**
             * Result
             * @default true
             * @constant
             */
            result?: true;
            /** Success Message */
            success_message: string;
        };
        /**
         * Endpoint
         * @description Where a service answers.
         */
        Endpoint: {
            /**
             * Enabled
             * @default true
             * @constant
             */
            enabled?: true;
            /** Id */
            id: string;
            /**
             * Interface
             * @default public
             * @constant
             */
            interface?: "public";
            links: components["schemas"]["Links"];
            /** Region */
            region: string;
            /** Region Id */
            region_id: string;
            /** Service Id */
            service_id: string;
            /** Url */
            url: string;
        };
        /**
         * EndpointAnswer
         * @description One endpoint.
         */
        EndpointAnswer: {
            endpoint: components["schemas"]["Endpoint"];
        };
        /**
         * EndpointList
         * @description Endpoints, by service type.
         */
        EndpointList: {
            /** Endpoints */
            endpoints: components["schemas"]["Endpoint"][];
            links: components["schemas"]["Links"];
        };
        /**
         * Engine
         * @description What the job runs in: a preset engine, or an image.
         */
        Engine: {
            /** Engine Id */
            engine_id?: string | null;
            /** Engine Name */
            engine_name?: string | null;
            /** Engine Version */
            engine_version?: string | null;
            /** Image Repo Id */
            image_repo_id?: string | null;
            /** Image Url */
            image_url?: string | null;
            /** Install Sys Packages */
            install_sys_packages?: boolean | null;
            /** Run User */
            run_user?: string | null;
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
         * EngineItem
         * @description An engine. missing: what this machine lacks for it; empty when it can be used.
         */
        EngineItem: {
            /** Description */
            description: string;
            /** Engine Id */
            engine_id: string;
            /** Engine Name */
            engine_name: string;
            /** Engine Version */
            engine_version: string;
            image_info: components["schemas"]["ImageInfo"];
            /** Missing */
            missing: string;
            /** Run User */
            run_user: string;
            /** V1 Compatible */
            v1_compatible: boolean;
        };
        /**
         * EngineList
         * @description All engines.
         */
        EngineList: {
            /** Items */
            items: components["schemas"]["EngineItem"][];
            /** Total */
            total: number;
        };
        /**
         * EngineRuntimeList
         * @description A page of engines.
         */
        EngineRuntimeList: {
            /** Count */
            count: number;
            /** Engine Runtimes */
            engine_runtimes: components["schemas"]["EngineRuntimes"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * EngineRuntimes
         * @description What an engine runs in; entry i of each list describes `runtimes[i]`.
         */
        EngineRuntimes: {
            /** Accelerators */
            accelerators: {
                [key: string]: string | null;
            }[];
            /** Ai Engine */
            ai_engine: string;
            /** Arch */
            arch: string[];
            /** Image Source */
            image_source: string[];
            /** Request Mode */
            request_mode: string[];
            /** Runtimes */
            runtimes: string[];
            /** Status List */
            status_list: string[];
        };
        /**
         * EnterpriseProjectGroup
         * @description A group that holds policies in an enterprise project.
         */
        EnterpriseProjectGroup: {
            /** Createtime */
            createTime: number;
            /** Description */
            description: string;
            /** Domainid */
            domainId: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * EnterpriseProjectGroupList
         * @description The groups that hold policies in an enterprise project.
         */
        EnterpriseProjectGroupList: {
            /** Groups */
            groups: components["schemas"]["EnterpriseProjectGroup"][];
        };
        /**
         * EnterpriseProjectList
         * @description Enterprise projects in which somebody holds policies.
         */
        EnterpriseProjectList: {
            /** Enterprise-Projects */
            "enterprise-projects": components["schemas"]["EnterpriseProjectReference"][];
        };
        /**
         * EnterpriseProjectReference
         * @description An enterprise project by its id.
         */
        EnterpriseProjectReference: {
            /** Projectid */
            projectId: string;
        };
        /**
         * EnterpriseProjectUser
         * @description A user who holds policies in an enterprise project. `lastest_policy_time` is spelled as clients read it.
         */
        EnterpriseProjectUser: {
            /** Description */
            description: string;
            /** Domain Id */
            domain_id: string;
            /** Enabled */
            enabled: boolean;
            /** Id */
            id: string;
            /** Lastest Policy Time */
            lastest_policy_time: number;
            /** Name */
            name: string;
            /** Policy Num */
            policy_num: number;
        };
        /**
         * EnterpriseProjectUserList
         * @description The users who hold policies in an enterprise project.
         */
        EnterpriseProjectUserList: {
            /** Users */
            users: components["schemas"]["EnterpriseProjectUser"][];
        };
        /**
         * EnvironmentBuild
         * @description The build of an environment. log: its end.
         */
        EnvironmentBuild: {
            /** Image */
            image: string;
            /** Image Id */
            image_id: string;
            /** Log */
            log: string;
            /** Message */
            message: string;
            /** Percent */
            percent: number;
            /** Status */
            status: string;
            /** Step */
            step: string;
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
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Notification */
            notification: boolean;
        };
        /**
         * EventItem
         * @description Something that happened. occur_time: milliseconds.
         */
        EventItem: {
            /** Event Info */
            event_info: string;
            /** Event Type */
            event_type: string;
            /** Occur Time */
            occur_time: number;
        };
        /**
         * EventLevel
         * @description How bad an event of a job is; the published spellings.
         * @enum {string}
         */
        EventLevel: "Info" | "Warning" | "Error";
        /**
         * EventList
         * @description A page of the events of a service.
         */
        EventList: {
            /** Count */
            count: number;
            /** Events */
            events: components["schemas"]["EventItem"][];
            /** Service Id */
            service_id: string;
            /** Service Name */
            service_name: string;
            /** Total Count */
            total_count: number;
        };
        /**
         * EventPage
         * @description A page of events.
         */
        EventPage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["EventV2"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * EventType
         * @description Whether something went as it should.
         * @enum {string}
         */
        EventType: "normal" | "abnormal" | "hint";
        /**
         * EventV2
         * @description Something that happened to a service.
         */
        EventV2: {
            /** Create At */
            create_at: number;
            /**
             * Event Count
             * @default 1
             */
            event_count?: number;
            /** Event Info */
            event_info: string;
            /** Event Info Cn */
            event_info_cn: string;
            /** Event Type */
            event_type: string;
            /** Id */
            id: string;
            /** Service Id */
            service_id: string;
            /** Service Version Id */
            service_version_id: string;
            /** Update At */
            update_at: number;
        };
        /**
         * Exists
         * @description Whether something exists.
         */
        Exists: {
            /** Exists */
            exists: boolean;
        };
        /**
         * ExportAnswer
         * @description An export as it is shown. Ours: `format`, `problem_count`, `problem_counts`, `dataset_id` of a new dataset.
         */
        ExportAnswer: {
            /** Create Time */
            create_time: number;
            /** Dataset Id */
            dataset_id?: string | null;
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Export Format */
            export_format: number;
            /** Export Params */
            export_params: {
                [key: string]: unknown;
            };
            /** Export Type */
            export_type: number;
            /** Finished Sample Count */
            finished_sample_count: number;
            /** Format */
            format: string;
            /** Path */
            path: string;
            /**
             * Problem Count
             * @default 0
             */
            problem_count?: number;
            /**
             * Problem Counts
             * @default {}
             */
            problem_counts?: {
                [key: string]: number;
            };
            /** Progress */
            progress: number;
            /** Status */
            status: string;
            /** Task Id */
            task_id: string;
            /** Total Sample Count */
            total_sample_count: number;
            /** Update Time */
            update_time: number;
            /** Version Format */
            version_format: string;
            /** Version Id */
            version_id?: string | null;
        };
        /**
         * ExportCreate
         * @description An export to start. export_type: 0 labelled, 1 unlabelled, 2 all, 3 what the conditions say.
         */
        ExportCreate: {
            /** Annotation Format */
            annotation_format?: ("VOC" | "COCO") | null;
            /**
             * Export Format
             * @default 2
             */
            export_format?: number;
            /**
             * @default {
             *       "clear_hard_property": true,
             *       "export_dest": "DIR",
             *       "ratio_sample_usage": false,
             *       "sample_state": "",
             *       "samples": [],
             *       "search_conditions": [],
             *       "train_sample_ratio": ""
             *     }
             */
            export_params?: components["schemas"]["ExportParams"];
            /**
             * Export Type
             * @default 3
             */
            export_type?: number;
            format?: components["schemas"]["Format"] | null;
            /** Path */
            path: string;
            /**
             * Sample State
             * @default
             */
            sample_state?: string;
            /**
             * Source Type Header
             * @default obs://
             * @enum {string}
             */
            source_type_header?: "obs://" | "s3://" | "";
            /**
             * Version Format
             * @default Default
             * @enum {string}
             */
            version_format?: "Default" | "CarbonData" | "CSV";
            /**
             * Version Id
             * @default
             */
            version_id?: string;
            /**
             * With Column Header
             * @default true
             */
            with_column_header?: boolean;
            /**
             * With Files
             * @default true
             */
            with_files?: boolean;
        };
        /**
         * ExportList
         * @description A page of exports.
         */
        ExportList: {
            /** Export Tasks */
            export_tasks: components["schemas"]["ExportAnswer"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * ExportParams
         * @description What to export and how. Several conditions: any of them.
         */
        ExportParams: {
            /**
             * Clear Hard Property
             * @default true
             */
            clear_hard_property?: boolean;
            /**
             * Export Dest
             * @default DIR
             * @enum {string}
             */
            export_dest?: "DIR" | "NEW_DATASET";
            /** Export New Dataset Name */
            export_new_dataset_name?: string | null;
            /** Export New Dataset Work Path */
            export_new_dataset_work_path?: string | null;
            /**
             * Ratio Sample Usage
             * @default false
             */
            ratio_sample_usage?: boolean;
            /**
             * Sample State
             * @default
             */
            sample_state?: string;
            /**
             * Samples
             * @default []
             */
            samples?: string[];
            /**
             * Search Conditions
             * @default []
             */
            search_conditions?: components["schemas"]["SearchCondition"][];
            /**
             * Train Sample Ratio
             * @default
             */
            train_sample_ratio?: string;
        };
        /**
         * ExportStarted
         * @description The id of an export.
         */
        ExportStarted: {
            /** Task Id */
            task_id: string;
        };
        /**
         * Figure
         * @description A metric of analyses over the same bars. edges: one more than there are bars.
         */
        Figure: {
            /** Edges */
            edges: number[];
            metric: components["schemas"]["modelyard__datasets__types__insight__Metric"];
            /** Series */
            series: components["schemas"]["Series"][];
        };
        /**
         * Figures
         * @description Histograms of analyses. labels: how many samples carry each label, by analysis.
         */
        Figures: {
            /** Figures */
            figures: components["schemas"]["Figure"][];
            /** Labels */
            labels: {
                [key: string]: {
                    [key: string]: number;
                };
            };
        };
        /**
         * FileOfUnit
         * @description Something that instances find in their file system.
         */
        FileOfUnit: {
            /** Address */
            address?: string | null;
            /** Asset Id */
            asset_id?: string | null;
            /** Efs Sub Path */
            efs_sub_path?: string | null;
            /**
             * Host Cache
             * @default false
             */
            host_cache?: boolean;
            /** Mount Path */
            mount_path: string;
            /**
             * Os Warm Up
             * @default false
             */
            os_warm_up?: boolean;
            /**
             * Read Only
             * @default true
             */
            read_only?: boolean;
            /**
             * Source
             * @enum {string}
             */
            source: "OBS" | "OBSFS" | "EFS" | "LOCAL" | "TRAIN";
            /** Source Id */
            source_id?: string | null;
            /** Source Name */
            source_name?: string | null;
        };
        /**
         * FileStatistics
         * @description Files of an import.
         */
        FileStatistics: {
            /**
             * File Num Finished
             * @default 0
             */
            file_num_finished?: number;
            /**
             * File Num Total
             * @default 0
             */
            file_num_total?: number;
            /**
             * File Size Finished
             * @default 0
             */
            file_size_finished?: number;
            /**
             * File Size Total
             * @default 0
             */
            file_size_total?: number;
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
         * Finding
         * @description What is found among samples.
         * @enum {string}
         */
        Finding: "duplicates" | "outliers" | "suspects";
        /**
         * FindingAnswer
         * @description A sample that was found. group: of duplicates. label, likelier: of a label in doubt.
         */
        FindingAnswer: {
            /** Exact */
            exact?: boolean | null;
            /** Group */
            group?: number | null;
            /** Label */
            label?: string | null;
            /** Likelier */
            likelier?: string | null;
            /** Sample Id */
            sample_id: string;
            /** Score */
            score: number;
        };
        /**
         * FindingList
         * @description A page of what was found.
         */
        FindingList: {
            /** Findings */
            findings: components["schemas"]["FindingAnswer"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * FlavorCards
         * @description Cards of a machine. size, chip, card: how many.
         */
        FlavorCards: {
            /** Card */
            card: string;
            /** Chip */
            chip: string;
            /**
             * Memory
             * @default
             */
            memory?: string;
            /** Size */
            size: string;
            /** Type */
            type: string;
        };
        /**
         * FlavorFacts
         * @description What a node of the job would get.
         */
        FlavorFacts: {
            /** Accelerator Num */
            accelerator_num: number;
            /** Accelerator Type */
            accelerator_type: string;
            /** Cpu Core Num */
            cpu_core_num: number;
            /** Disk Size Bytes */
            disk_size_bytes: number;
            /** Flavor Id */
            flavor_id: string;
            /** Mem Size Bytes */
            mem_size_bytes: number;
        };
        /**
         * FlavorInfo
         * @description What a node of a flavor has. max_num: most nodes that a job can have of it; 1 means that jobs cannot be distributed.
         */
        FlavorInfo: {
            cpu: components["schemas"]["CPUInfo"];
            disk: components["schemas"]["SizeInfo"];
            gpu: components["schemas"]["GPUInfo"] | null;
            /** Max Num */
            max_num: number;
            memory: components["schemas"]["SizeInfo"];
            npu: components["schemas"]["NPUInfo"] | null;
        };
        /**
         * FlavorItem
         * @description A flavor.
         */
        FlavorItem: {
            /** Attributes */
            attributes: {
                [key: string]: string;
            };
            billing: components["schemas"]["Billing"];
            /** Flavor Id */
            flavor_id: string;
            flavor_info: components["schemas"]["FlavorInfo"];
            /** Flavor Name */
            flavor_name: string;
            /** Flavor Type */
            flavor_type: string;
            /** Max Num */
            max_num: number;
            /** Pool Id */
            pool_id: string;
            /** Support Engines */
            support_engines: string;
            /** Support Groups */
            support_groups: string;
        };
        /**
         * FlavorList
         * @description All flavors, smallest first.
         */
        FlavorList: {
            /** Flavors */
            flavors: components["schemas"]["FlavorItem"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * FlavorPage
         * @description A page of sizes.
         */
        FlavorPage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["FlavorV2"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * FlavorType
         * @description Kinds of flavors, in the spelling of the public API.
         * @enum {string}
         */
        FlavorType: "CPU" | "GPU" | "Ascend";
        /**
         * FlavorV2
         * @description A size that instances can have.
         */
        FlavorV2: {
            /** Arch */
            arch: string;
            /** Ascend */
            ascend?: {
                [key: string]: unknown;
            } | null;
            /** Billing */
            billing: {
                [key: string]: unknown;
            };
            /** Category */
            category: string;
            /** Description */
            description: string;
            /**
             * Free
             * @default true
             */
            free?: boolean;
            /** Gpu */
            gpu?: {
                [key: string]: unknown;
            } | null;
            /** Id */
            id: string;
            /** Memory */
            memory: number;
            /** Name */
            name: string;
            /** Sold Out */
            sold_out: boolean;
            /**
             * Storages
             * @default []
             */
            storages?: string[];
            /** Vcpus */
            vcpus: number;
        };
        /**
         * Folder
         * @description A folder that was made.
         */
        Folder: {
            /** Path */
            path: string;
            /** Prefix */
            prefix: string;
        };
        /**
         * FolderCreate
         * @description The path of a new folder, without a slash at its end; `/` separates levels.
         */
        FolderCreate: {
            /** Path */
            path: string;
        };
        /**
         * FolderItem
         * @description A folder: a prefix that ends with the delimiter.
         */
        FolderItem: {
            /** Prefix */
            prefix: string;
        };
        /**
         * Format
         * @description A way to write down samples with what is said about them, by the name that callers give it.
         * @enum {string}
         */
        Format: "MANIFEST" | "VOC" | "SEGMENTATION" | "COCO" | "YOLO" | "CVAT" | "LABEL_STUDIO" | "CSV" | "FOLDERS" | "TEXTS" | "TEXT_LINES" | "TEXT_PAIRS" | "HUGGING_FACE" | "PLAIN" | "TABLE";
        /**
         * FormatSuggestion
         * @description A format that a folder may have, as `format` of an import. sure: from 0 to 100. reason: what was seen.
         */
        FormatSuggestion: {
            /** Format */
            format: string;
            /** Reason */
            reason: string;
            /** Sure */
            sure: number;
        };
        /**
         * FormatSuggestions
         * @description What a folder may be, the likeliest first.
         */
        FormatSuggestions: {
            /** Suggestions */
            suggestions: components["schemas"]["FormatSuggestion"][];
        };
        /**
         * FuseConfig
         * @description When a service that fails too often gets no requests for a while.
         */
        FuseConfig: {
            /**
             * Error Rate Fuse Enable
             * @default false
             */
            error_rate_fuse_enable?: boolean;
            /** Error Rate Threshold */
            error_rate_threshold?: number | null;
        };
        /**
         * GPUInfo
         * @description GPU cards.
         */
        GPUInfo: {
            /** Memory */
            memory: string;
            /** Product Name */
            product_name: string;
            /** Unit Num */
            unit_num: number;
        };
        /**
         * Grace
         * @description How long an instance may take to end.
         */
        Grace: {
            /** Pre Stop Cmd */
            pre_stop_cmd?: string | null;
            /** Termination Grace Period Seconds */
            termination_grace_period_seconds?: number | null;
        };
        /**
         * GrantedRoles
         * @description The policies of one principal in one scope, by display name.
         */
        GrantedRoles: {
            links: components["schemas"]["Links"];
            /** Roles */
            roles: components["schemas"]["Role"][];
            /** Total Number */
            total_number: number;
        };
        /**
         * Group
         * @description A group. `create_time` in milliseconds since the epoch.
         */
        Group: {
            /** Create Time */
            create_time: number;
            /** Description */
            description: string;
            /** Domain Id */
            domain_id: string;
            /** Id */
            id: string;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
        };
        /**
         * GroupAnswer
         * @description One group.
         */
        GroupAnswer: {
            group: components["schemas"]["Group"];
        };
        /**
         * GroupChange
         * @description Changes of a deployment; what is not given stays.
         */
        GroupChange: {
            advanced_config?: components["schemas"]["AdvancedConfig"] | null;
            /** Count */
            count?: number | null;
            /** Deploy Type */
            deploy_type?: ("SINGLE" | "MULTI") | null;
            /** Description */
            description?: string | null;
            /** Framework */
            framework?: ("COMMON" | "VLLM" | "MINDIE") | null;
            /** High Avail Switch */
            high_avail_switch?: boolean | null;
            /** Mirror Traffic Enable */
            mirror_traffic_enable?: boolean | null;
            model?: components["schemas"]["FileOfUnit"] | null;
            /** Name */
            name?: string | null;
            /** Pool Id */
            pool_id?: string | null;
            /** Priority */
            priority?: number | null;
            /** Schedule Strategy */
            schedule_strategy?: ("HIGH_AVAILABILITY" | "HIGH_UTILIZATION" | "HIGH_PERFORMANCE") | null;
            /** Secret Name */
            secret_name?: string | null;
            /** Secret Type */
            secret_type?: string | null;
            /** System Log Dump Enable */
            system_log_dump_enable?: boolean | null;
            /** Unit Configs */
            unit_configs?: components["schemas"]["UnitConfig"][] | null;
            /** Version */
            version?: string | null;
            /** Weight */
            weight?: number | null;
            /** Workload Type */
            workload_type?: ("DEPLOYMENT" | "LWS") | null;
        };
        /**
         * GroupConfig
         * @description A deployment to be made.
         */
        GroupConfig: {
            advanced_config?: components["schemas"]["AdvancedConfig"] | null;
            /** Count */
            count?: number | null;
            /** Deploy Type */
            deploy_type?: ("SINGLE" | "MULTI") | null;
            /** Description */
            description?: string | null;
            /** Framework */
            framework?: ("COMMON" | "VLLM" | "MINDIE") | null;
            /** High Avail Switch */
            high_avail_switch?: boolean | null;
            /** Mirror Traffic Enable */
            mirror_traffic_enable?: boolean | null;
            model?: components["schemas"]["FileOfUnit"] | null;
            /** Name */
            name: string;
            /** Pool Id */
            pool_id?: string | null;
            /** Priority */
            priority?: number | null;
            /** Schedule Strategy */
            schedule_strategy?: ("HIGH_AVAILABILITY" | "HIGH_UTILIZATION" | "HIGH_PERFORMANCE") | null;
            /** Secret Name */
            secret_name?: string | null;
            /** Secret Type */
            secret_type?: string | null;
            /** System Log Dump Enable */
            system_log_dump_enable?: boolean | null;
            /** Unit Configs */
            unit_configs: components["schemas"]["UnitConfig"][];
            /** Version */
            version?: string | null;
            /** Weight */
            weight: number;
            /** Workload Type */
            workload_type?: ("DEPLOYMENT" | "LWS") | null;
        };
        /**
         * GroupCreate
         * @description A group to be.
         */
        GroupCreate: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Domain Id */
            domain_id?: string | null;
            /** Name */
            name: string;
        };
        /**
         * GroupCreateBody
         * @description Body of KeystoneCreateGroup.
         */
        GroupCreateBody: {
            group: components["schemas"]["GroupCreate"];
        };
        /**
         * GroupList
         * @description Groups, by name.
         */
        GroupList: {
            /** Groups */
            groups: components["schemas"]["Group"][];
            links: components["schemas"]["Links"];
        };
        /**
         * GroupUpdateBody
         * @description Body of KeystoneUpdateGroup.
         */
        GroupUpdateBody: {
            group: components["schemas"]["modelyard__iam__schemas__groups__GroupUpdate"];
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * HealthOfUnit
         * @description How to ask whether an instance is well.
         */
        HealthOfUnit: {
            /**
             * Check Method
             * @default HTTP
             * @enum {string}
             */
            check_method?: "HTTP" | "EXEC";
            /** Cmd */
            cmd?: string | null;
            /**
             * Failure Threshold
             * @default 3
             */
            failure_threshold?: number;
            /**
             * Initial Delay Seconds
             * @default 30
             */
            initial_delay_seconds?: number;
            /**
             * Period Seconds
             * @default 10
             */
            period_seconds?: number;
            /** Protocol */
            protocol?: ("HTTP" | "HTTPS" | "http" | "https") | null;
            /**
             * Timeout Seconds
             * @default 30
             */
            timeout_seconds?: number;
            /** Url */
            url?: string | null;
        };
        /**
         * HistoryAnswer
         * @description What was said about a sample, the newest first. revision: of what is said now.
         */
        HistoryAnswer: {
            /** Count */
            count: number;
            /** Revision */
            revision: number;
            /** States */
            states: components["schemas"]["StateAnswer"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * HpaAnswer
         * @description How a deployment scales.
         */
        HpaAnswer: {
            /** Hpa Rules */
            hpa_rules: components["schemas"]["HpaRuleAnswer"][];
            /** Id */
            id: string;
            /** Max Replicas */
            max_replicas: number;
            /** Min Replicas */
            min_replicas: number;
            /** Name */
            name: string;
            /** Status */
            status: string;
            /** Target Resource Id */
            target_resource_id: string;
            /**
             * Target Resource Type
             * @default GROUP
             */
            target_resource_type?: string;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * HpaChange
         * @description The rules by which a deployment scales.
         */
        HpaChange: {
            /** Hpa Rules */
            hpa_rules: components["schemas"]["HpaRule"][];
            /** Id */
            id?: string | null;
            /** Workspace Id */
            workspace_id?: string | null;
        };
        /**
         * HpaEvent
         * @description One time that a deployment scaled.
         */
        HpaEvent: {
            /** Current Replicas */
            current_replicas: number;
            /** Final Replicas */
            final_replicas: number;
            /** Hpa Id */
            hpa_id: string;
            /** Id */
            id: string;
            /** Message */
            message: string;
            /** Record Time */
            record_time: string;
            /**
             * Status
             * @default SUCCESS
             */
            status?: string;
            /** Target Replicas */
            target_replicas: number;
        };
        /**
         * HpaEventPage
         * @description A page of such times.
         */
        HpaEventPage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["HpaEvent"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * HpaRule
         * @description When a deployment has how many instances. disable: it does not count. operate: what an update does with it.
         */
        HpaRule: {
            /**
             * Disable
             * @default false
             */
            disable?: boolean;
            /** Downscale Window */
            downscale_window?: number | null;
            /** Id */
            id?: string | null;
            /** Max Replicas */
            max_replicas?: number | null;
            /** Min Replicas */
            min_replicas?: number | null;
            /** Name */
            name?: string | null;
            /** Operate */
            operate?: ("ADD" | "UPDATE" | "DELETE") | null;
            /** Schedule */
            schedule: string;
            /** Target Replicas */
            target_replicas: number;
            /**
             * Type
             * @enum {string}
             */
            type: "CRON_HPA" | "METRIC_HPA";
            /** Upscale Window */
            upscale_window?: number | null;
        };
        /**
         * HpaRuleAnswer
         * @description A rule of scaling.
         */
        HpaRuleAnswer: {
            /** Disable */
            disable: string;
            /** Downscale Window */
            downscale_window?: number | null;
            /** Hpa Id */
            hpa_id: string;
            /** Id */
            id: string;
            /** Max Replicas */
            max_replicas?: number | null;
            /** Min Replicas */
            min_replicas?: number | null;
            /** Name */
            name: string;
            /** Schedule */
            schedule: string;
            /**
             * Status
             * @default CONFIG_SUCCESS
             */
            status?: string;
            /** Target Replicas */
            target_replicas: number;
            /** Type */
            type: string;
            /** Upscale Window */
            upscale_window?: number | null;
        };
        /**
         * HpaToCreate
         * @description How a deployment is to scale.
         */
        HpaToCreate: {
            /** Hpa Rules */
            hpa_rules: components["schemas"]["HpaRule"][];
            /** Id */
            id?: string | null;
            /** Target Resource Id */
            target_resource_id: string;
            /**
             * Target Resource Type
             * @constant
             */
            target_resource_type: "GROUP";
            /**
             * Type
             * @enum {string}
             */
            type: "CRON_HPA" | "METRIC_HPA";
            /** Workspace Id */
            workspace_id?: string | null;
        };
        /**
         * Identity
         * @description By which methods the caller proves who he is.
         */
        Identity: {
            assume_role?: components["schemas"]["AssumeRoleIdentity"] | null;
            hw_ak_sk?: components["schemas"]["AccessKeyIdentity"] | null;
            /** Methods */
            methods: string[];
            password?: components["schemas"]["PasswordIdentity"] | null;
            /** Policy */
            policy?: {
                [key: string]: unknown;
            } | null;
            token?: components["schemas"]["TokenIdentity"] | null;
            totp?: components["schemas"]["TotpIdentity"] | null;
        };
        /**
         * Image
         * @description An image. status_message: how far a build is, or why it failed. size: KB on the disk, 0 where it is not known.
         */
        Image: {
            /** Arch */
            arch: string;
            /** Create At */
            create_at: number;
            /** Description */
            description: string;
            /** Dev Services */
            dev_services: string[];
            /** Flavor Type */
            flavor_type?: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Namespace */
            namespace: string;
            origin: components["schemas"]["ImageOrigin"];
            /** Resource Categories */
            resource_categories: string[];
            service_type: components["schemas"]["ServiceType"];
            /** Show Name */
            show_name?: string | null;
            /** Show Tag */
            show_tag?: string | null;
            /** Size */
            size: number;
            status: components["schemas"]["ImageStatus"];
            /** Status Message */
            status_message: string;
            /** Support Res Categories */
            support_res_categories: string[];
            /** Swr Instance Id */
            swr_instance_id?: string | null;
            /** Swr Path */
            swr_path: string;
            /** Tag */
            tag: string;
            /** Tags */
            tags?: components["schemas"]["ImageTag"][];
            type: components["schemas"]["ImageType"];
            /** Update At */
            update_at: number;
            visibility: components["schemas"]["Visibility"];
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ImageBuild
         * @description The build of an image. log: what it wrote, the last 64 KiB. packages: how many are in it.
         */
        ImageBuild: {
            /** Finished At */
            finished_at: number | null;
            /** Id */
            id: string;
            /** Lock */
            lock: string | null;
            /** Log */
            log: string;
            /** Message */
            message: string;
            /** Name */
            name: string;
            /** Packages */
            packages: number;
            /** Percent */
            percent: number;
            /** Started At */
            started_at: number | null;
            status: components["schemas"]["ImageStatus"];
            step: components["schemas"]["BuildStep"];
        };
        /**
         * ImageDelete
         * @description How to delete. is_force: accepted; images of other registries are never deleted there.
         */
        ImageDelete: {
            /**
             * Is Force
             * @default false
             */
            is_force?: boolean;
        };
        /**
         * ImageGroup
         * @description The versions of one image together.
         */
        ImageGroup: {
            /** Create At */
            create_at: number;
            /** Description */
            description: string;
            /** Icon Name */
            icon_name?: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Namespace */
            namespace: string;
            /** Read Me */
            read_me: string;
            /** Swr Instance Id */
            swr_instance_id?: string | null;
            /** Swr Instance Name */
            swr_instance_name?: string | null;
            /** Tags */
            tags?: components["schemas"]["ImageTag"][];
            /** Update At */
            update_at: number;
            /** Version Count */
            version_count: number;
        };
        /**
         * ImageGroupList
         * @description A page of groups.
         */
        ImageGroupList: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["ImageGroup"][];
            /**
             * Is Swr Enterprise
             * @default false
             */
            is_swr_enterprise?: boolean;
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * ImageInfo
         * @description Where the image of an engine is.
         */
        ImageInfo: {
            /** Cpu Image Url */
            cpu_image_url: string;
            /** Gpu Image Url */
            gpu_image_url: string;
            /** Image Version */
            image_version: string;
        };
        /**
         * ImageList
         * @description A page of images. current: the number of the page, from 1. size: records in a page.
         */
        ImageList: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["Image"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * ImageOfUnit
         * @description What a deployment runs. swr_path: a name of the catalogue or the address of an image.
         */
        ImageOfUnit: {
            /** Category */
            category?: ("CPU" | "GPU" | "ASCEND") | null;
            /** Id */
            id?: string | null;
            /**
             * Source
             * @default SWR
             * @enum {string}
             */
            source?: "SWR" | "IMAGE";
            /** Swr Path */
            swr_path: string;
        };
        /**
         * ImageOrigin
         * @description How an image came to be.
         * @enum {string}
         */
        ImageOrigin: "CUSTOMIZE" | "IMAGE_SAVE";
        /**
         * ImageRegister
         * @description An image to register.
         *
         *     swr_path: `[registry/]organization/name:tag`. With neither of the two below it is an OCI image of that registry.
         *     requirements: the text of a requirement or lock file; the image is an environment with these packages.
         *     requirements_path: `obs://bucket/key` of such a file, instead of its text.
         *     arch: X86_64 or AARCH64; that of this machine unless given. resource_category, services: what it is meant for.
         *     visibility: PRIVATE for those who may use the project and workspace, PUBLIC for everybody to use.
         *     tags: `key` or `key=value`, of the group of images.
         */
        ImageRegister: {
            /** Arch */
            arch?: ("X86_64" | "AARCH64" | "x86_64" | "aarch64") | null;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Flavor Type */
            flavor_type?: ("ASCEND_SNT9" | "ASCEND_SNT9B" | "ASCEND_SNT3") | null;
            /** @default CUSTOMIZE */
            origin?: components["schemas"]["ImageOrigin"];
            /**
             * Read Me
             * @default
             */
            read_me?: string;
            /** Requirements */
            requirements?: string | null;
            /** Requirements Path */
            requirements_path?: string | null;
            /**
             * Resource Category
             * @default [
             *       "CPU",
             *       "GPU"
             *     ]
             */
            resource_category?: ("CPU" | "GPU" | "ASCEND")[];
            /** @default UNKNOWN */
            service_type?: components["schemas"]["ServiceType"];
            /**
             * Services
             * @default [
             *       "NOTEBOOK",
             *       "SSH"
             *     ]
             */
            services?: ("NOTEBOOK" | "SSH")[];
            /** Swr Path */
            swr_path: string;
            /** Tags */
            tags?: string[];
            /** @default PRIVATE */
            visibility?: components["schemas"]["Visibility"];
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ImageStatus
         * @description Where an image is on its way; the spellings are those of the public API.
         *
         *     INIT: known and not built yet; the first use builds it. ERROR: it was there and is not any more, or cannot be had here.
         * @enum {string}
         */
        ImageStatus: "INIT" | "CREATING" | "ACTIVE" | "CREATE_FAILED" | "ERROR" | "DELETED";
        /**
         * ImageTag
         * @description A label.
         */
        ImageTag: {
            /** Key */
            key: string;
            /**
             * Value
             * @default
             */
            value?: string;
        };
        /**
         * ImageType
         * @description Whose image it is: the platform's, or somebody's own.
         * @enum {string}
         */
        ImageType: "BUILD_IN" | "DEDICATED";
        /**
         * ImportAnswer
         * @description An import as it is shown. Ours: from `format` on.
         */
        ImportAnswer: {
            /** Annotated Sample Count */
            annotated_sample_count: number;
            /** Create Time */
            create_time: number;
            /** Data Source */
            data_source?: {
                [key: string]: unknown;
            } | null;
            /** Dataset Id */
            dataset_id: string;
            /** Done Sample Count */
            done_sample_count: number;
            /** Dry Run */
            dry_run: boolean;
            /** Elapsed Time */
            elapsed_time: number;
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Failed Sample Count */
            failed_sample_count: number;
            /**
             * @default {
             *       "file_num_finished": 0,
             *       "file_num_total": 0,
             *       "file_size_finished": 0,
             *       "file_size_total": 0
             *     }
             */
            file_statistics?: components["schemas"]["FileStatistics"];
            /**
             * Finished File Count
             * @default 0
             */
            finished_file_count?: number;
            /**
             * Finished File Size
             * @default 0
             */
            finished_file_size?: number;
            /** Format */
            format: string;
            /** Import Path */
            import_path: string;
            /** Import Type */
            import_type: number;
            /** Imported Sample Count */
            imported_sample_count: number;
            /**
             * Imported Sub Sample Count
             * @default 0
             */
            imported_sub_sample_count?: number;
            /** Known Sample Count */
            known_sample_count: number;
            /** New Sample Count */
            new_sample_count: number;
            /** Problem Counts */
            problem_counts: {
                [key: string]: number;
            };
            /** Report Csv Path */
            report_csv_path?: string | null;
            /** Report Path */
            report_path?: string | null;
            /** Skipped Sample Count */
            skipped_sample_count: number;
            /** Status */
            status: string;
            /** Stopped */
            stopped: boolean;
            /** Task Id */
            task_id: string;
            /**
             * Total File Count
             * @default 0
             */
            total_file_count?: number;
            /**
             * Total File Size
             * @default 0
             */
            total_file_size?: number;
            /** Total Sample Count */
            total_sample_count: number;
            /**
             * Total Sub Sample Count
             * @default 0
             */
            total_sub_sample_count?: number;
            /** Unconfirmed Sample Count */
            unconfirmed_sample_count: number;
            /** Update Ms */
            update_ms: number;
        };
        /**
         * ImportCreate
         * @description An import to start. format: by what the files are read; `import_type` says it roughly. options: of that format.
         */
        ImportCreate: {
            /** Annotation Format */
            annotation_format?: ("VOC" | "COCO") | null;
            data_source?: components["schemas"]["DataSource"] | null;
            /**
             * Difficult Only
             * @default false
             */
            difficult_only?: boolean;
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
            /**
             * Excluded Labels
             * @default []
             */
            excluded_labels?: components["schemas"]["NamedLabel"][];
            /**
             * Final Annotation
             * @default true
             */
            final_annotation?: boolean;
            /** Format */
            format?: string | null;
            /**
             * Import Annotations
             * @default true
             */
            import_annotations?: boolean;
            /**
             * Import Folder
             * @default
             */
            import_folder?: string;
            /**
             * Import Origin
             * @default obs
             */
            import_origin?: string;
            /**
             * Import Path
             * @default
             */
            import_path?: string;
            /**
             * Import Samples
             * @default true
             */
            import_samples?: boolean;
            /**
             * Import Type
             * @default dir
             * @enum {string}
             */
            import_type?: "dir" | "manifest";
            /**
             * Included Labels
             * @default []
             */
            included_labels?: components["schemas"]["NamedLabel"][];
            /**
             * Included Tags
             * @default []
             */
            included_tags?: components["schemas"]["NamedLabel"][];
            label_format?: components["schemas"]["LabelFormat"] | null;
            /**
             * Options
             * @default {}
             */
            options?: {
                [key: string]: unknown;
            };
            /**
             * With Column Header
             * @default false
             */
            with_column_header?: boolean;
        };
        /**
         * ImportList
         * @description A page of imports.
         */
        ImportList: {
            /** Import Tasks */
            import_tasks: components["schemas"]["ImportAnswer"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * Input
         * @description Data that are copied into the job before it starts.
         */
        Input: {
            /** Access Method */
            access_method?: string | null;
            /** Description */
            description?: string | null;
            /** Local Dir */
            local_dir?: string | null;
            /**
             * Name
             * @default
             */
            name?: string;
            remote?: components["schemas"]["InputRemote"] | null;
            /** Remote Constraint */
            remote_constraint?: {
                [key: string]: string;
            }[] | null;
        };
        /**
         * InputRemote
         * @description Where an input comes from.
         */
        InputRemote: {
            /** Dataset */
            dataset?: unknown;
            obs?: components["schemas"]["Bucket-Input"] | null;
        };
        /**
         * InstanceItem
         * @description One instance of a version. name: by which logs and terminals know it.
         */
        InstanceItem: {
            /** Created At */
            created_at: number;
            /** Deployment Id */
            deployment_id: string;
            /** Ended At */
            ended_at?: number | null;
            /** Instance Id */
            instance_id: string;
            /** Instance Name */
            instance_name: string;
            /** Is Current */
            is_current: boolean;
            /** Message */
            message?: string | null;
            /** Model Id */
            model_id: string;
            /** Model Name */
            model_name: string;
            /** Model Version */
            model_version: string;
            /** Node */
            node?: string | null;
            /** Ready At */
            ready_at?: number | null;
            /** Status */
            status: string;
        };
        /**
         * InstanceList
         * @description The instances of a service, the newest first.
         */
        InstanceList: {
            /** Count */
            count: number;
            /** Instances */
            instances: components["schemas"]["InstanceItem"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * InstanceNamed
         * @description The name of an instance.
         */
        InstanceNamed: {
            /** Instance Name */
            instance_name: string;
        };
        /**
         * InstancePage
         * @description A page of instances.
         */
        InstancePage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["InstanceV2"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * InstanceV2
         * @description An instance of a deployment.
         */
        InstanceV2: {
            /** Instance Name */
            instance_name: string;
            /**
             * Pod Count
             * @default 1
             */
            pod_count?: number;
            /** Running Pod Count */
            running_pod_count: number;
            /** Status */
            status: string;
            /** Update At */
            update_at: number;
            /** Weight */
            weight?: number | null;
        };
        /**
         * Invitation
         * @description Ours: an invitation; its token is shown this once. path: of the console's page that takes it.
         */
        Invitation: {
            /** Email */
            email: string;
            /** Expire Time */
            expire_time: number;
            /** Path */
            path: string;
            /** Token */
            token: string;
        };
        /**
         * InvitationAccept
         * @description The secret part of an invitation link.
         */
        InvitationAccept: {
            /** Token */
            token: string;
        };
        /**
         * InvokeConfig
         * @description How a service is called. port, protocol: of the program in the image.
         */
        InvokeConfig: {
            /** Auth Type */
            auth_type?: ("TOKEN" | "API_KEY" | "NONE") | null;
            /** Custom Urls */
            custom_urls?: string[] | null;
            /** Dynamic Routing Enable */
            dynamic_routing_enable?: boolean | null;
            /** Elb Connection */
            elb_connection?: {
                [key: string]: unknown;
            } | null;
            /** Ems Enable */
            ems_enable?: boolean | null;
            fuse_configs?: components["schemas"]["FuseConfig"] | null;
            /** Internet Access Enable */
            internet_access_enable?: boolean | null;
            /** Intranet Approval Enable */
            intranet_approval_enable?: boolean | null;
            /** Port */
            port?: number | null;
            /** Protocol */
            protocol?: ("HTTP" | "HTTPS" | "WSS" | "WS" | "TCP" | "NA") | null;
            /** Request Retry Cnt Max */
            request_retry_cnt_max?: number | null;
            /** Request Retry Enable */
            request_retry_enable?: boolean | null;
            /** Request Retry Interval Ms */
            request_retry_interval_ms?: number | null;
            /** Strategy */
            strategy?: ("ROUND_ROBIN" | "ORIGIN_IP_HASH" | "MIN_CONN" | "MIN_FIRST_TOKEN_TIME" | "COMPOSITE" | "SLO_BASED") | null;
        };
        /**
         * ItemOutcome
         * @description How it went with one item of a batch.
         */
        ItemOutcome: {
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Success */
            success: boolean;
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
         * JobAnswer
         * @description A training job. runtime: only of a single job, not in lists.
         */
        JobAnswer: {
            algorithm: components["schemas"]["AlgorithmAnswer"];
            /** Endpoints */
            endpoints: {
                [key: string]: unknown;
            };
            /** Kind */
            kind: string;
            metadata: components["schemas"]["JobMetadata"];
            runtime?: components["schemas"]["RuntimeAnswer"] | null;
            spec: components["schemas"]["SpecAnswer"];
            status: components["schemas"]["JobStatus"];
            /** Tasks */
            tasks: {
                [key: string]: unknown;
            }[];
        };
        /**
         * JobCreate
         * @description A training job as clients ask for it.
         */
        JobCreate: {
            algorithm?: components["schemas"]["Algorithm"] | null;
            /** Endpoints */
            endpoints?: unknown;
            /** Ftjob Config */
            ftjob_config?: unknown;
            /**
             * Kind
             * @default job
             */
            kind?: string;
            metadata: components["schemas"]["Metadata"];
            spec?: components["schemas"]["Spec"] | null;
            /** Tasks */
            tasks?: unknown;
            /** Train Type */
            train_type?: unknown;
        };
        /**
         * JobCurves
         * @description The curves of the tasks of a job. `total_count`: how many tasks there are.
         */
        JobCurves: {
            /** Attempt */
            attempt: number;
            /** Tasks */
            tasks: components["schemas"]["TaskCurves"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * JobEvent
         * @description Something that happened to a job. `time` is ISO 8601. `source`: Job, or Task for what one task did.
         */
        JobEvent: {
            level: components["schemas"]["EventLevel"];
            /** Message */
            message: string;
            /** Source */
            source: string;
            /** Time */
            time: string;
        };
        /**
         * JobEvents
         * @description A page of the events of a job. `total` counts those that pass the filters.
         */
        JobEvents: {
            /** End Time */
            end_time: string;
            /** Events */
            events: components["schemas"]["JobEvent"][];
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
            /** Order */
            order: string;
            /** Start Time */
            start_time: string;
            /** Total */
            total: number;
        };
        /**
         * JobListAnswer
         * @description A page of jobs. total: all jobs of the workspace; count: those that match.
         */
        JobListAnswer: {
            /** Ai Project */
            ai_project: string;
            /** Count */
            count: number;
            /** Group By */
            group_by: string;
            /** Items */
            items: components["schemas"]["JobAnswer"][];
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
            /** Order */
            order: string;
            /** Sort By */
            sort_by: string;
            /** Total */
            total: number;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * JobMetadata
         * @description What a job is called, and whose it is.
         */
        JobMetadata: {
            /** Annotations */
            annotations: {
                [key: string]: string;
            };
            /** Create Time */
            create_time: number;
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** User Id */
            user_id: string;
            /** User Name */
            user_name: string;
            /** Workspace Id */
            workspace_id: string;
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
         * JobSearch
         * @description Which jobs to list. offset: a page, from 0; with `offset_type` `record` the number of jobs to pass over.
         */
        JobSearch: {
            /**
             * Filters
             * @default []
             */
            filters?: components["schemas"]["Filter"][];
            /** Group By */
            group_by?: string | null;
            /** Host Ips */
            host_ips?: unknown;
            /**
             * Limit
             * @default 10
             */
            limit?: number;
            /**
             * Offset
             * @default 0
             */
            offset?: number;
            /**
             * Offset Type
             * @default page
             * @enum {string}
             */
            offset_type?: "page" | "record";
            /**
             * Order
             * @default desc
             * @enum {string}
             */
            order?: "asc" | "desc";
            /**
             * Sort By
             * @default create_time
             */
            sort_by?: string;
            /** Tags */
            tags?: unknown;
            /** Train Type */
            train_type?: string | null;
            /** Workspace Id */
            workspace_id?: string | null;
        };
        /**
         * JobStages
         * @description The runs of a job.
         */
        JobStages: {
            /** Running Records */
            running_records: components["schemas"]["StageRecord"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * JobStatus
         * @description How a job is.
         *
         *     duration: of its runs so far. reason: why it ended as it did, or could not be created.
         *     wait_reason, queue_position: while it waits for resources. restarts: attempts after the first.
         */
        JobStatus: {
            /** Duration */
            duration: number;
            /** End Time */
            end_time: number | null;
            /** Node Count Metrics */
            node_count_metrics: number[][];
            /** Phase */
            phase: string;
            /** Queue Position */
            queue_position: number | null;
            /** Reason */
            reason: string | null;
            /** Restarts */
            restarts: number;
            /** Running Records */
            running_records: components["schemas"]["RunningRecord"][];
            /** Secondary Phase */
            secondary_phase: string;
            /** Start Time */
            start_time: number | null;
            /** Task Ips */
            task_ips: components["schemas"]["TaskIP"][];
            /** Task Statuses */
            task_statuses: components["schemas"]["TaskStatus"][];
            /** Tasks */
            tasks: string[];
            /** Wait Reason */
            wait_reason: string | null;
        };
        /**
         * JobUpdate
         * @description What may change about a job.
         */
        JobUpdate: {
            /** Description */
            description?: string | null;
            /** Endpoints */
            endpoints?: unknown;
            metadata?: components["schemas"]["UpdateMetadata"] | null;
            spec?: components["schemas"]["UpdateSpec"] | null;
        };
        /**
         * Joined
         * @description Ours: what somebody has joined.
         */
        Joined: {
            /** Email */
            email: string;
            /** Role */
            role: number;
            /** Worker Id */
            worker_id: string;
            /** Workforce Id */
            workforce_id: string;
            /** Workforce Name */
            workforce_name: string;
        };
        /**
         * KeyFailure
         * @description A key with which something did not work.
         */
        KeyFailure: {
            /** Error Code */
            error_code: string;
            /** Error Msg */
            error_msg: string;
            /** Key Id */
            key_id: string;
        };
        /**
         * KeyPart
         * @description An access key or its secret.
         */
        KeyPart: {
            /** Key */
            key: string;
        };
        /**
         * KeyReference
         * @description A key, named.
         */
        KeyReference: {
            /** Key Id */
            key_id: string;
        };
        /**
         * KeyStatus
         * @description Whether an access key may be used.
         * @enum {string}
         */
        KeyStatus: "active" | "inactive";
        /**
         * KeysChanged
         * @description What became of each key.
         */
        KeysChanged: {
            /** Failure Count */
            failure_count: number;
            /** Failure Items */
            failure_items: components["schemas"]["KeyFailure"][];
            /** Success Count */
            success_count: number;
            /** Success Items */
            success_items: components["schemas"]["ApiKey"][];
            /** Total */
            total: number;
        };
        /**
         * KeysOfService
         * @description The keys that an operation is about.
         */
        KeysOfService: {
            /** Key Ids */
            key_ids: components["schemas"]["KeyReference"][];
        };
        /**
         * Label
         * @description A label. type: as the dataset's where it is left out; 103 for the entities of triplets.
         */
        Label: {
            /**
             * Attributes
             * @default []
             */
            attributes?: components["schemas"]["LabelAttribute"][];
            /** Name */
            name: string;
            /**
             * @default {
             *       "@modelarts:color": "",
             *       "@modelarts:default_shape": "",
             *       "@modelarts:shortcut": ""
             *     }
             */
            property?: components["schemas"]["LabelProperty"];
            /** Type */
            type?: number | null;
        };
        /**
         * LabelAnswer
         * @description A label as it is shown.
         */
        LabelAnswer: {
            /**
             * Attributes
             * @default []
             */
            attributes?: {
                [key: string]: unknown;
            }[];
            /** Name */
            name: string;
            /**
             * Property
             * @default {}
             */
            property?: {
                [key: string]: unknown;
            };
            /** Type */
            type: number;
        };
        /**
         * LabelAttribute
         * @description What can be said about an annotation besides its label.
         */
        LabelAttribute: {
            /** Default Value */
            default_value?: string | null;
            /** Id */
            id?: string | null;
            /** Name */
            name: string;
            /**
             * Type
             * @default text
             * @enum {string}
             */
            type?: "text" | "select";
            /**
             * Values
             * @default []
             */
            values?: components["schemas"]["LabelAttributeValue"][];
        };
        /**
         * LabelAttributeValue
         * @description One of the values that can be chosen.
         */
        LabelAttributeValue: {
            /** Id */
            id?: string | null;
            /** Value */
            value: string;
        };
        /**
         * LabelFormat
         * @description How text and labels stand in files. label_type: 0 in a `_result` file, 1 on the same line.
         */
        LabelFormat: {
            /**
             * Label Type
             * @default 1
             * @enum {string}
             */
            label_type?: "0" | "1";
            /**
             * Text Label Separator
             * @default ,
             */
            text_label_separator?: string;
            /**
             * Text Sample Separator
             * @default
             */
            text_sample_separator?: string;
        };
        /**
         * LabelList
         * @description A page of labels.
         */
        LabelList: {
            /** Labels */
            labels: components["schemas"]["LabelAnswer"][];
            /** Total Number */
            total_number: number;
        };
        /**
         * LabelProperty
         * @description How a label looks and behaves. In a change, what is left out stays as it is.
         */
        LabelProperty: {
            /**
             * @Modelarts:Color
             * @default
             */
            "@modelarts:color"?: string;
            /**
             * @Modelarts:Default Shape
             * @default
             */
            "@modelarts:default_shape"?: string;
            /** @Modelarts:From Type */
            "@modelarts:from_type"?: string | null;
            /** @Modelarts:Rename To */
            "@modelarts:rename_to"?: string | null;
            /**
             * @Modelarts:Shortcut
             * @default
             */
            "@modelarts:shortcut"?: string;
            /** @Modelarts:To Type */
            "@modelarts:to_type"?: string | null;
        };
        /**
         * LabelStats
         * @description A label with how often it is used, and on how many samples.
         */
        LabelStats: {
            /**
             * Attributes
             * @default []
             */
            attributes?: {
                [key: string]: unknown;
            }[];
            /** Count */
            count: number;
            /** Name */
            name: string;
            /**
             * Property
             * @default {}
             */
            property?: {
                [key: string]: unknown;
            };
            /** Sample Count */
            sample_count: number;
            /** Type */
            type: number;
        };
        /**
         * LabelType
         * @description What is said about samples; also the type of a dataset that was made for one kind of labelling.
         * @enum {integer}
         */
        LabelType: 0 | 1 | 3 | 100 | 101 | 102 | 200 | 201 | 202 | 400 | 600 | 900;
        /**
         * Labeler
         * @description Who has a sample.
         */
        Labeler: {
            /** Email */
            email: string;
            /** Role */
            role: number;
            /** Worker Id */
            worker_id: string;
        };
        /**
         * Labels
         * @description Labels to create, change or delete.
         */
        Labels: {
            /** Labels */
            labels: components["schemas"]["Label"][];
        };
        /**
         * LargestSize
         * @description The largest size that a node of a pool can give a job now: cores, and memory in GB.
         */
        LargestSize: {
            /** Cpu Core Num */
            cpu_core_num: number;
            /** Mem Size */
            mem_size: number;
        };
        /**
         * LimitConfig
         * @description What a service takes. request_size_limit: in MB; request_timeout: in seconds.
         */
        LimitConfig: {
            /** Ip Black List */
            ip_black_list?: string[] | null;
            /** Ip White List */
            ip_white_list?: string[] | null;
            rate_limit?: components["schemas"]["RateConfig"] | null;
            /** Request Size Limit */
            request_size_limit?: number | null;
            /** Request Timeout */
            request_timeout?: number | null;
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
         * Links
         * @description Where a thing, or the neighbours of a page, can be read. Written as a path, sent as an address.
         */
        Links: {
            /** Next */
            next?: string | null;
            /** Previous */
            previous?: string | null;
            /** Self */
            self: string | null;
        };
        /**
         * ListMetadata
         * @description continue: where the next page begins; missing on the last one.
         */
        ListMetadata: {
            /** Continue */
            continue?: string | null;
            /**
             * Remainingitemcount
             * @default 0
             */
            remainingItemCount?: number;
        };
        /**
         * LogByLines
         * @description Some lines of a log. `start_line` and `end_line` name the first and the last of them, for `base_line`.
         */
        LogByLines: {
            /** Content */
            content: string;
            /** End Line */
            end_line: string;
            /** Lines */
            lines: number;
            /** Start Line */
            start_line: string;
        };
        /**
         * LogConfig
         * @description Where logs go besides the platform itself.
         */
        LogConfig: {
            /** Log Group Id */
            log_group_id?: string | null;
            /** Log Stream Id */
            log_stream_id?: string | null;
            /**
             * Status
             * @default ON
             * @enum {string}
             */
            status?: "ON" | "OFF";
            /**
             * Type
             * @default STDOUT
             */
            type?: string;
        };
        /**
         * LogExportPath
         * @description Where logs are kept for good.
         */
        LogExportPath: {
            /** Host Path */
            host_path?: string | null;
            /** Obs Url */
            obs_url?: string | null;
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
         * LogHit
         * @description A place where the text occurs. `start`, `length`: the hit within `line`, in characters.
         */
        LogHit: {
            /** Length */
            length: number;
            /** Line */
            line: string;
            /** Line Offset */
            line_offset: number;
            /** Offset */
            offset: number;
            /** Start */
            start: number;
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
            /** Complete */
            complete: boolean;
            /** Ended */
            ended: boolean;
            /** Hits */
            hits: components["schemas"]["LogHit"][];
            /** Next Offset */
            next_offset: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * LogLine
         * @description One line. `repeats`: how often the block of `period` lines that it is in comes in a row, when lines are folded.
         */
        LogLine: {
            level: components["schemas"]["LineLevel"];
            /** Next Offset */
            next_offset: number;
            /** Offset */
            offset: number;
            /**
             * Period
             * @default 1
             */
            period?: number;
            /**
             * Repeats
             * @default 1
             */
            repeats?: number;
            source: components["schemas"]["LineSource"];
            /** Text */
            text: string;
            /**
             * Truncated
             * @default false
             */
            truncated?: boolean;
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
            /** Complete */
            complete: boolean;
            /** Ended */
            ended: boolean;
            /** Lines */
            lines: components["schemas"]["LogLine"][];
            /** Next Offset */
            next_offset: number;
            /** Previous Offset */
            previous_offset: number;
            /** Size */
            size: number;
        };
        /**
         * LogLink
         * @description A link without login. `url` is told only once, when it is made.
         */
        LogLink: {
            /** Attempt */
            attempt: number;
            /** Create Time */
            create_time: number;
            /** Created By */
            created_by: string;
            /** Expire Time */
            expire_time: number;
            /** Id */
            id: string;
            /** Task Id */
            task_id: string;
            /** Url */
            url?: string | null;
        };
        /**
         * LogLinkCreate
         * @description A link by which everybody can read a log, without login.
         */
        LogLinkCreate: {
            /**
             * Attempt
             * @description Which run of the task; the newest by default.
             */
            attempt?: number | null;
            /**
             * Expires Seconds
             * @description How long it works.
             * @default 3600
             */
            expires_seconds?: number;
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
            /** Content */
            content: string;
            /** Ended */
            ended: boolean;
            /** Next Offset */
            next_offset: number;
            /** Offset */
            offset: number;
            /** Size */
            size: number;
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
         * LogVolume
         * @description A directory of the node that logs are written to.
         */
        LogVolume: {
            /** Host Path */
            host_path: string;
            /** Mount Path */
            mount_path: string;
        };
        /**
         * MediaType
         * @description What the identity service speaks.
         */
        MediaType: {
            /** Base */
            base: string;
            /** Type */
            type: string;
        };
        /**
         * MemberAnswer
         * @description A member as he is shown. Ours: `user_name`, once he has joined, and `workforce_name`.
         */
        MemberAnswer: {
            /** Create Time */
            create_time: number;
            /** Description */
            description: string;
            /** Email */
            email: string;
            /** Role */
            role: number;
            /** Status */
            status: number;
            /** Update Time */
            update_time: number;
            /** User Name */
            user_name?: string | null;
            /** Worker Id */
            worker_id: string;
            /** Workforce Id */
            workforce_id: string;
            /** Workforce Name */
            workforce_name: string;
        };
        /**
         * MemberCreate
         * @description A member to add. emails: one address. Ours: `user_id`, of a user of the platform, who then needs no invitation.
         */
        MemberCreate: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Emails */
            emails?: string | null;
            /** Role */
            role: number;
            /** User Id */
            user_id?: string | null;
        };
        /**
         * MemberList
         * @description A page of members.
         */
        MemberList: {
            /** Total Number */
            total_number: number;
            /** Workers */
            workers: components["schemas"]["MemberAnswer"][];
        };
        /**
         * MemberReport
         * @description What a member did.
         */
        MemberReport: {
            /** Accepted */
            accepted: number;
            /** Assigned */
            assigned: number;
            /** Done */
            done: number;
            /** Email */
            email: string;
            /** Pass Rate */
            pass_rate: number;
            /** Rejected */
            rejected: number;
            /** Role */
            role: number;
            /** Seconds Per Sample */
            seconds_per_sample: number;
            /** Spent Seconds */
            spent_seconds: number;
            /** Waiting */
            waiting: number;
            /** Worker Id */
            worker_id: string;
        };
        /**
         * MemberUpdate
         * @description What changes of a member; his address does not.
         */
        MemberUpdate: {
            /** Description */
            description?: string | null;
            /** Role */
            role?: number | null;
        };
        /**
         * MembersDelete
         * @description Ids of members to remove.
         */
        MembersDelete: {
            /** Workers */
            workers: string[];
        };
        /**
         * Metadata
         * @description What the job is called.
         */
        Metadata: {
            /** Annotations */
            annotations?: {
                [key: string]: string;
            } | null;
            /** Description */
            description?: string | null;
            /**
             * Name
             * @default
             */
            name?: string;
            /** Training Experiment Reference */
            training_experiment_reference?: unknown;
            /** Workspace Id */
            workspace_id?: string | null;
        };
        /**
         * Metric
         * @description What is measured: of an image, of the boxes in it together, of each box.
         * @enum {string}
         */
        "Metric-Input": "resolution" | "aspect_ratio" | "brightness" | "saturation" | "clarity" | "colorfulness" | "box_count" | "box_area_deviation" | "box_aspect_ratio" | "box_area_ratio" | "box_marginalization" | "box_overlap" | "box_brightness" | "box_clarity";
        /**
         * MetricObject
         * @description One curve with an average for each minute; -1 where nothing was measured.
         */
        MetricObject: {
            metric: components["schemas"]["modelyard__training__types__logs__Metric"];
            /** Value */
            value: number[];
        };
        /**
         * ModelAdditionalProperties
         * @description How instances of a version are replaced and what else they see; what is unknown is kept as it is.
         */
        ModelAdditionalProperties: {
            /** Log Volume */
            log_volume?: components["schemas"]["LogVolume"][] | null;
            /** Max Surge */
            max_surge?: number | null;
            /** Max Unavailable */
            max_unavailable?: number | null;
            /** Persistent Volumes */
            persistent_volumes?: components["schemas"]["PersistentVolume"][] | null;
            /** Termination Grace Period Seconds */
            termination_grace_period_seconds?: number | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * ModelAnswer
         * @description A model. apis, config: JSON texts, as the public API has them.
         */
        ModelAnswer: {
            /** Ai Project */
            ai_project?: string | null;
            /** Apis */
            apis: string;
            /** Cmd */
            cmd?: string | null;
            /** Config */
            config: string;
            /** Create At */
            create_at: number;
            /** Dependencies */
            dependencies: {
                [key: string]: unknown;
            }[];
            /** Description */
            description: string;
            /** Dynamic Load Mode */
            dynamic_load_mode?: string | null;
            /**
             * Envs
             * @default {}
             */
            envs?: {
                [key: string]: string;
            };
            /** Execution Code */
            execution_code?: string | null;
            /** Extra */
            extra?: string | null;
            /** Health */
            health?: {
                [key: string]: string;
            } | null;
            /** Image Address */
            image_address: string;
            /** Input Params */
            input_params: components["schemas"]["ParamAnswer"][];
            /**
             * Inputs
             * @default []
             */
            inputs?: {
                [key: string]: unknown;
            }[];
            /** Install Type */
            install_type: string[];
            /** Labels Map */
            labels_map: {
                [key: string]: string[];
            };
            /**
             * Market Flag
             * @default false
             */
            market_flag?: boolean;
            /** Model Algorithm */
            model_algorithm: string;
            /** Model Docs */
            model_docs: {
                [key: string]: string;
            }[];
            /** Model Id */
            model_id: string;
            /**
             * Model Labels
             * @default []
             */
            model_labels?: string[];
            /** Model Metrics */
            model_metrics?: string | null;
            /** Model Name */
            model_name: string;
            /** Model Size */
            model_size: number;
            /** Model Source */
            model_source: string;
            /** Model Status */
            model_status: string;
            /** Model Type */
            model_type: string;
            /** Model Version */
            model_version: string;
            /** Output Params */
            output_params: components["schemas"]["ParamAnswer"][];
            /**
             * Outputs
             * @default []
             */
            outputs?: {
                [key: string]: unknown;
            }[];
            /** Owner */
            owner: string;
            /** Owner Name */
            owner_name: string;
            /** Package */
            package?: {
                [key: string]: unknown;
            } | null;
            /** Port */
            port?: number | null;
            /** Project */
            project: string;
            /** Protocol */
            protocol?: string | null;
            /**
             * Publishable Flag
             * @default true
             */
            publishable_flag?: boolean;
            /** Readiness Health */
            readiness_health?: {
                [key: string]: string;
            } | null;
            /** Request Mode */
            request_mode: string;
            /** Runtime */
            runtime: string;
            /** Schema Doc */
            schema_doc?: string | null;
            /** Source Copy */
            source_copy: string;
            /** Source Job Id */
            source_job_id?: string | null;
            /** Source Job Version */
            source_job_version?: string | null;
            /** Source Location */
            source_location: string;
            /** Source Type */
            source_type: string;
            /**
             * Specification
             * @default {}
             */
            specification?: {
                [key: string]: string;
            };
            /** Stage */
            stage: string;
            /** Startup Health */
            startup_health?: {
                [key: string]: string;
            } | null;
            /** Status Message */
            status_message?: string | null;
            /** Subscription Id */
            subscription_id?: string | null;
            /** Template */
            template?: {
                [key: string]: unknown;
            } | null;
            /** Tenant */
            tenant: string;
            /**
             * Tunable
             * @default false
             */
            tunable?: boolean;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ModelArtsAgency
         * @description The agency that was made.
         */
        ModelArtsAgency: {
            /** Agency Name */
            agency_name: string;
        };
        /**
         * ModelArtsAgencyCreate
         * @description The agency is called `ma_agency_<suffix>`, without a suffix `modelarts_agency`.
         */
        ModelArtsAgencyCreate: {
            /**
             * Agency Name Suffix
             * @default
             */
            agency_name_suffix?: string;
        };
        /**
         * ModelBuild
         * @description How a model is being published. environment: only of models with dependencies. check_log: what loading it wrote.
         */
        ModelBuild: {
            /** Check Log */
            check_log: string;
            environment: components["schemas"]["EnvironmentBuild"] | null;
            /** Load Seconds */
            load_seconds: number | null;
            /** Model Id */
            model_id: string;
            /** Model Status */
            model_status: string;
            /** Stage */
            stage: string;
            /** Status Message */
            status_message: string | null;
        };
        /**
         * ModelCreate
         * @description A model to create.
         *
         *     source_location: a folder with a package, or for the type Image an image. Not needed for templates, nor with
         *         `source_job_id` alone: then it is the output of that job.
         *     initial_config: the text of `config.json`, instead of the one in the package.
         *     Ours: `image` (the engine package of the type Custom), `cmd`, `port`, `protocol`, `envs`, `health`, `request_mode`,
         *         `dynamic_load_mode` (`Single`: the package is fetched where the model is deployed).
         */
        ModelCreate: {
            /** Apis */
            apis?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            /** Cmd */
            cmd?: string | null;
            /** Dependencies */
            dependencies?: unknown[] | null;
            /** Description */
            description?: string | null;
            /** Dynamic Load Mode */
            dynamic_load_mode?: ("Single" | "") | null;
            /** Envs */
            envs?: {
                [key: string]: string;
            } | null;
            /** Execution Code */
            execution_code?: string | null;
            /** Health */
            health?: {
                [key: string]: unknown;
            } | null;
            /** Image */
            image?: string | null;
            /** Initial Config */
            initial_config?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            /** Input Params */
            input_params?: components["schemas"]["Param"][] | null;
            /** Install Type */
            install_type?: string[] | null;
            /** Model Algorithm */
            model_algorithm?: string | null;
            /** Model Docs */
            model_docs?: components["schemas"]["Doc"][] | null;
            /** Model Metrics */
            model_metrics?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            /** Model Name */
            model_name: string;
            /** Model Type */
            model_type: string;
            /** Model Version */
            model_version: string;
            /** Output Params */
            output_params?: components["schemas"]["Param"][] | null;
            /** Port */
            port?: number | null;
            /** Protocol */
            protocol?: string | null;
            /** Request Mode */
            request_mode?: ("sync" | "async") | null;
            /** Runtime */
            runtime?: string | null;
            /** Source Copy */
            source_copy?: string | null;
            /** Source Job Id */
            source_job_id?: string | null;
            /** Source Job Version */
            source_job_version?: string | null;
            /** Source Location */
            source_location?: string | null;
            /** Source Type */
            source_type?: ("auto" | "") | null;
            template?: components["schemas"]["TemplateChoice"] | null;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ModelEventAnswer
         * @description Something that happened to a model. event_type: normal, abnormal or hint.
         */
        ModelEventAnswer: {
            /** Event Code */
            event_code: string;
            /** Event Info */
            event_info: string;
            /** Event Type */
            event_type: string;
            /** Occur Time */
            occur_time: number;
        };
        /**
         * ModelEvents
         * @description A page of the events of a model.
         */
        ModelEvents: {
            /** Count */
            count: number;
            /** Events */
            events: components["schemas"]["ModelEventAnswer"][];
            /** Model Id */
            model_id: string;
            /** Model Name */
            model_name: string;
            /** Total Count */
            total_count: number;
        };
        /**
         * ModelItem
         * @description A model as lists show it.
         */
        ModelItem: {
            /** Create At */
            create_at: number;
            /** Description */
            description: string;
            /** Extra */
            extra?: string | null;
            /** Install Type */
            install_type: string[];
            /**
             * Market Flag
             * @default false
             */
            market_flag?: boolean;
            /** Model Id */
            model_id: string;
            /** Model Name */
            model_name: string;
            /** Model Size */
            model_size: number;
            /** Model Source */
            model_source: string;
            /** Model Status */
            model_status: string;
            /** Model Type */
            model_type: string;
            /** Model Version */
            model_version: string;
            /** Owner */
            owner: string;
            /** Owner Name */
            owner_name: string;
            /** Project */
            project: string;
            /**
             * Publishable Flag
             * @default true
             */
            publishable_flag?: boolean;
            /** Source Copy */
            source_copy: string;
            /** Source Type */
            source_type: string;
            /**
             * Specification
             * @default {}
             */
            specification?: {
                [key: string]: string;
            };
            /** Status Message */
            status_message?: string | null;
            /** Subscription Id */
            subscription_id?: string | null;
            /** Tenant */
            tenant: string;
            /**
             * Tunable
             * @default false
             */
            tunable?: boolean;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ModelList
         * @description A page of models.
         */
        ModelList: {
            /** Count */
            count: number;
            /** Models */
            models: components["schemas"]["ModelItem"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * ModelMonitor
         * @description The numbers of one version: cores as fractions, memory in MB.
         */
        ModelMonitor: {
            /** Cpu Core Total */
            cpu_core_total: number;
            /** Cpu Core Usage */
            cpu_core_usage: number;
            /** Cpu Memory Total */
            cpu_memory_total: number;
            /** Cpu Memory Usage */
            cpu_memory_usage: number;
            /** Failed Times */
            failed_times: number;
            /**
             * Gpu Memory Total
             * @default 0
             */
            gpu_memory_total?: number;
            /**
             * Gpu Memory Usage
             * @default 0
             */
            gpu_memory_usage?: number;
            /**
             * Gpu Total
             * @default 0
             */
            gpu_total?: number;
            /**
             * Gpu Usage
             * @default 0
             */
            gpu_usage?: number;
            /** Invocation Times */
            invocation_times: number;
            /** Model Id */
            model_id: string;
            /** Model Instance Count */
            model_instance_count: number;
            /** Model Name */
            model_name: string;
            /** Model Running Instance Count */
            model_running_instance_count: number;
            /** Model Version */
            model_version: string;
            /** Node Id */
            node_id?: string | null;
            /** Node Name */
            node_name?: string | null;
            /**
             * Npu Memory Total
             * @default 0
             */
            npu_memory_total?: number;
            /**
             * Npu Memory Usage
             * @default 0
             */
            npu_memory_usage?: number;
            /**
             * Npu Total
             * @default 0
             */
            npu_total?: number;
            /**
             * Npu Usage
             * @default 0
             */
            npu_usage?: number;
        };
        /**
         * ModelStatus
         * @description Where a model is, as clients see it.
         *
         *     PUBLISHING: being copied, built and checked. BUILDING: its environment is built anew after it was published.
         * @enum {string}
         */
        ModelStatus: "publishing" | "published" | "failed" | "building" | "building_failed";
        /**
         * ModelUpdate
         * @description What can be changed of a model; what is not given stays.
         */
        ModelUpdate: {
            /** Dependencies */
            dependencies?: unknown[] | null;
            /** Description */
            description?: string | null;
            /** Model Docs */
            model_docs?: components["schemas"]["Doc"][] | null;
        };
        /**
         * MonitorAnswer
         * @description The numbers of a service.
         */
        MonitorAnswer: {
            /** Monitors */
            monitors: components["schemas"]["ModelMonitor"][];
            /** Req Count Per Min */
            req_count_per_min: number;
            /** Service Id */
            service_id: string;
            /** Service Instance Count */
            service_instance_count: number;
            /** Service Name */
            service_name: string;
            /** Service Running Instance Count */
            service_running_instance_count: number;
        };
        /**
         * NFS
         * @description A directory of the nodes, or of a server that they have mounted.
         */
        NFS: {
            /**
             * Local Path
             * @default
             */
            local_path?: string;
            /**
             * Nfs Server Path
             * @default
             */
            nfs_server_path?: string;
            /** Read Only */
            read_only?: boolean | null;
        };
        /**
         * NFSAnswer
         * @description A directory of the nodes.
         */
        NFSAnswer: {
            /** Local Path */
            local_path: string;
            /** Nfs Server Path */
            nfs_server_path: string;
            /** Read Only */
            read_only: boolean;
        };
        /**
         * NPUInfo
         * @description NPU cards; their number is text in the public API.
         */
        NPUInfo: {
            /** Memory */
            memory: string;
            /** Product Name */
            product_name: string;
            /** Unit Num */
            unit_num: string;
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
         * Named
         * @description An id.
         */
        Named: {
            /** Id */
            id: string;
        };
        /**
         * NamedLabel
         * @description A label by its name.
         */
        NamedLabel: {
            /** Name */
            name: string;
        };
        /**
         * NewDevice
         * @description A new device; the seed is shown here and never again.
         */
        NewDevice: {
            /** Base32 String Seed */
            base32_string_seed: string;
            /** Serial Number */
            serial_number: string;
        };
        /**
         * NewDeviceAnswer
         * @description Answer to a creation.
         */
        NewDeviceAnswer: {
            virtual_mfa_device: components["schemas"]["NewDevice"];
        };
        /**
         * NodeAffinity
         * @description On which machines instances are to be.
         */
        NodeAffinity: {
            /**
             * Mode
             * @enum {string}
             */
            mode: "required" | "preferred";
            /**
             * Pool Infos
             * @default []
             */
            pool_infos?: components["schemas"]["AffinityPool"][];
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
            /** Items */
            items: components["schemas"]["NodeShape"][];
            /**
             * Kind
             * @default NodeList
             * @constant
             */
            kind?: "NodeList";
            metadata: components["schemas"]["ListMetadata"];
        };
        /** NodeMetadata */
        NodeMetadata: {
            /** Annotations */
            annotations?: {
                [key: string]: string;
            };
            /** Creationtimestamp */
            creationTimestamp: string;
            /** Labels */
            labels: {
                [key: string]: string;
            };
            /** Name */
            name: string;
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
            /** Availableresources */
            availableResources: {
                [key: string]: string;
            };
            /**
             * Az
             * @default local
             */
            az?: string;
            /**
             * Message
             * @default
             */
            message?: string;
            /**
             * Phase
             * @enum {string}
             */
            phase: "Available" | "Abnormal";
            /** Privateip */
            privateIp: string;
            /** Resources */
            resources: {
                [key: string]: string;
            };
        };
        /**
         * Nothing
         * @description An answer without content, as clients of the public API expect it.
         */
        Nothing: Record<string, never>;
        /**
         * ObjectItem
         * @description An object in a listing.
         */
        ObjectItem: {
            /** Etag */
            etag: string;
            /** Key */
            key: string;
            /** Modified At */
            modified_at: number;
            /** Size Bytes */
            size_bytes: number;
            /** Storage Class */
            storage_class: string;
        };
        /**
         * ObjectPage
         * @description A page of folders and objects; `next_marker` is null at the end.
         */
        ObjectPage: {
            /** Folders */
            folders: components["schemas"]["FolderItem"][];
            /** Next Marker */
            next_marker: string | null;
            /** Objects */
            objects: components["schemas"]["ObjectItem"][];
            /** Prefix */
            prefix: string;
        };
        /**
         * OperatorAnswer
         * @description An operator, and what it takes. is_available: False for what the public API names and nothing here does.
         */
        OperatorAnswer: {
            /**
             * Can Resume
             * @default true
             */
            can_resume?: boolean;
            /**
             * Is Available
             * @default true
             */
            is_available?: boolean;
            /** Label En */
            label_en: string;
            /** Label Zh */
            label_zh: string;
            /** Name */
            name: string;
            /**
             * Parameters
             * @default []
             */
            parameters?: components["schemas"]["OperatorParameterAnswer"][];
            /** Template Id */
            template_id: string;
        };
        /**
         * OperatorCheck
         * @description The file of a custom operator.
         */
        OperatorCheck: {
            /** Path */
            path: string;
        };
        /**
         * OperatorList
         * @description The operators there are (ours).
         */
        OperatorList: {
            /** Operators */
            operators: components["schemas"]["OperatorAnswer"][];
            /** Total */
            total: number;
        };
        /**
         * OperatorParam
         * @description An operator with its parameters; numbers and switches may be texts.
         */
        OperatorParam: {
            /**
             * Advanced Params Switch
             * @default false
             */
            advanced_params_switch?: boolean;
            /** Id */
            id?: string | null;
            /** Name */
            name?: string | null;
            /**
             * Params
             * @default {}
             */
            params?: {
                [key: string]: unknown;
            };
        };
        /**
         * OperatorParameterAnswer
         * @description A parameter of an operator.
         */
        OperatorParameterAnswer: {
            /**
             * Choices
             * @default []
             */
            choices?: string[];
            /** Default */
            default?: unknown;
            /** Label En */
            label_en: string;
            /** Label Zh */
            label_zh: string;
            /** Max */
            max?: number | null;
            /** Min */
            min?: number | null;
            /** Name */
            name: string;
            /**
             * Required
             * @default false
             */
            required?: boolean;
            /** Type */
            type: string;
        };
        /**
         * Output
         * @description A directory whose files are uploaded. prefetch_to_local: what lies at its place is downloaded before the start.
         */
        Output: {
            /** Access Method */
            access_method?: string | null;
            /** Description */
            description?: string | null;
            /** Local Dir */
            local_dir?: string | null;
            /**
             * Name
             * @default
             */
            name?: string;
            /** Prefetch To Local */
            prefetch_to_local?: boolean | null;
            remote?: components["schemas"]["OutputRemote"] | null;
        };
        /**
         * OutputAnswer
         * @description An output. prefetch_to_local: what lies at its place is downloaded before the start.
         */
        OutputAnswer: {
            /** Access Method */
            access_method: string;
            /** Description */
            description: string;
            /** Local Dir */
            local_dir: string;
            /** Name */
            name: string;
            /** Prefetch To Local */
            prefetch_to_local: boolean;
            remote: components["schemas"]["Remote"];
        };
        /**
         * OutputRemote
         * @description Where an output goes.
         */
        OutputRemote: {
            obs?: components["schemas"]["Bucket-Input"] | null;
        };
        /**
         * Overview
         * @description What the first page of the console shows. `started_at` is in milliseconds since the epoch.
         */
        Overview: {
            /** Build */
            build: string;
            /** Endpoints */
            endpoints: {
                [key: string]: string;
            };
            /** Parts */
            parts: components["schemas"]["PartHealth"][];
            /** Running */
            running: components["schemas"]["RunningKind"][];
            /** Started At */
            started_at: number;
            storage: components["schemas"]["StorageSpace"];
            /** Version */
            version: string;
        };
        /**
         * PairAgreement
         * @description How far two members agree. kappa: of classes. alikeness: of what they marked, from 0 to 1.
         */
        PairAgreement: {
            /** Alikeness */
            alikeness?: number | null;
            /** Emails */
            emails: string[];
            /** Kappa */
            kappa?: number | null;
            /** Samples */
            samples: number;
            /** Worker Ids */
            worker_ids: string[];
        };
        /**
         * Param
         * @description A parameter of a path, in the older form.
         */
        Param: {
            /** Max */
            max?: number | null;
            /** Method */
            method: string;
            /** Min */
            min?: number | null;
            /** Param Desc */
            param_desc?: string | null;
            /** Param Name */
            param_name: string;
            /** Param Type */
            param_type: string;
            /**
             * Protocol
             * @default http
             */
            protocol?: string;
            /** Url */
            url: string;
        };
        /**
         * ParamAnswer
         * @description A parameter of a path.
         */
        ParamAnswer: {
            /** Max */
            max?: number | null;
            /** Method */
            method: string;
            /** Min */
            min?: number | null;
            /** Param Desc */
            param_desc?: string | null;
            /** Param Name */
            param_name: string;
            /** Param Type */
            param_type: string;
            /** Protocol */
            protocol: string;
            /** Url */
            url: string;
        };
        /**
         * Parameter
         * @description A hyper-parameter. access_method: as an argument `--name=value` (the default), or as a variable.
         */
        Parameter: {
            /** Access Method */
            access_method?: string | null;
            constraint?: components["schemas"]["Constraint"] | null;
            /** Description */
            description?: string | null;
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
        };
        /**
         * ParameterAnswer
         * @description A hyper-parameter.
         */
        ParameterAnswer: {
            /** Access Method */
            access_method: string;
            /** Constraint */
            constraint: {
                [key: string]: unknown;
            };
            /** Description */
            description: string;
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * PartHealth
         * @description One part; `detail` says in words what is wrong with it.
         */
        PartHealth: {
            /** Detail */
            detail: string;
            /** Name */
            name: string;
            state: components["schemas"]["PartState"];
            /** Version */
            version: string;
        };
        /**
         * PartState
         * @description Whether a part does its work.
         * @enum {string}
         */
        PartState: "healthy" | "down";
        /**
         * PasswordChange
         * @description A new password, and the present one as proof.
         */
        PasswordChange: {
            /** Original Password */
            original_password: string;
            /** Password */
            password: string;
        };
        /**
         * PasswordChangeBody
         * @description Body of KeystoneUpdateUserPassword.
         */
        PasswordChangeBody: {
            user: components["schemas"]["PasswordChange"];
        };
        /**
         * PasswordIdentity
         * @description The password method.
         */
        PasswordIdentity: {
            user: components["schemas"]["PasswordUser"];
        };
        /**
         * PasswordUser
         * @description A user by id, or by name and account, with the password.
         */
        PasswordUser: {
            domain?: components["schemas"]["DomainName"] | null;
            /** Id */
            id?: string | null;
            /** Name */
            name?: string | null;
            /** Password */
            password: string;
        };
        /**
         * PatchOperation
         * @description One replacement below `/config/`.
         */
        PatchOperation: {
            /**
             * Op
             * @default replace
             */
            op?: string;
            /** Path */
            path: string;
            /** Value */
            value?: unknown;
        };
        /**
         * PersistentVolume
         * @description Shared storage that instances see.
         */
        PersistentVolume: {
            /** Mount Path */
            mount_path: string;
            /** Name */
            name?: string | null;
            /** Source Address */
            source_address?: string | null;
            /** Storage Type */
            storage_type?: string | null;
        };
        /**
         * PodEvent
         * @description Something that happened to a pod.
         */
        PodEvent: {
            /**
             * Count
             * @default 1
             */
            count?: number;
            /** First Timestamp */
            first_timestamp: string;
            /** Last Timestamp */
            last_timestamp: string;
            /** Message */
            message: string;
            /** Reason */
            reason: string;
            /**
             * Reporting Component
             * @default modelyard
             */
            reporting_component?: string;
            /** Type */
            type: string;
        };
        /**
         * PodNamed
         * @description The name of a pod.
         */
        PodNamed: {
            /** Pod Name */
            pod_name: string;
        };
        /**
         * PodPage
         * @description A page of pods.
         */
        PodPage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["PodV2"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * PodV2
         * @description The process of an instance.
         */
        PodV2: {
            /** Pod Id */
            pod_id: string;
            /** Pod Name */
            pod_name: string;
            /** Pod Node Ip */
            pod_node_ip: string;
            /** Pod Node Name */
            pod_node_name: string;
            /**
             * Pod Role
             * @default COMMON
             */
            pod_role?: string;
            /** Pod Role Name */
            pod_role_name: string;
            /** Status */
            status: string;
            /** Update Time */
            update_time: number;
        };
        /**
         * Points
         * @description Samples by two metrics: id and values. count: of all, of which the points are an even choice.
         */
        Points: {
            /** Analysis Id */
            analysis_id: string;
            /** Count */
            count: number;
            /** Points */
            points: [
                string,
                number,
                number
            ][];
            x: components["schemas"]["modelyard__datasets__types__insight__Metric"];
            y: components["schemas"]["modelyard__datasets__types__insight__Metric"];
        };
        /**
         * PoolAnnotations
         * @description description: for people.
         */
        PoolAnnotations: {
            /** Os.Modelarts/Description */
            "os.modelarts/description"?: string | null;
        };
        /** PoolCounts */
        PoolCounts: {
            /** Created */
            created: number;
            /**
             * Creating
             * @default 0
             */
            creating?: number;
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
            /** Count */
            count: number;
            /** Items */
            items: components["schemas"]["PoolShape"][];
            /**
             * Kind
             * @default PoolList
             * @constant
             */
            kind?: "PoolList";
            /** Total Count */
            total_count: number;
        };
        /**
         * PoolMetadata
         * @description name: the id of the pool.
         */
        PoolMetadata: {
            /** Annotations */
            annotations: {
                [key: string]: string;
            };
            /** Creationtimestamp */
            creationTimestamp?: string | null;
            /** Labels */
            labels: {
                [key: string]: string;
            };
            /** Name */
            name: string;
        };
        /** PoolMetadataCreate */
        PoolMetadataCreate: {
            annotations?: components["schemas"]["PoolAnnotations"];
            labels: components["schemas"]["PoolLabels"];
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
            /** Count */
            count: number;
            /** Flavor */
            flavor: string;
        };
        /**
         * PoolResources
         * @description Nodes that can run tasks, and nodes that cannot.
         */
        PoolResources: {
            abnormal?: components["schemas"]["PoolSpecNodes"] | null;
            available?: components["schemas"]["PoolSpecNodes"] | null;
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
             * Controlmode
             * @default 0
             */
            controlMode?: number;
            /** Jobflavors */
            jobFlavors?: string[];
            /** Projects */
            projects?: string[];
            /** Resources */
            resources: components["schemas"]["PoolSpecNodes"][];
            /** Scope */
            scope: string[];
            /**
             * Type
             * @default Dedicate
             * @constant
             */
            type?: "Dedicate";
        };
        /**
         * PoolSpecCreate
         * @description projects: further projects of the account that may use the pool (an addition of ours).
         */
        PoolSpecCreate: {
            /** Projects */
            projects?: string[];
            /** Resources */
            resources: components["schemas"]["PoolNodes"][];
            /**
             * Scope
             * @default [
             *       "Train",
             *       "Infer",
             *       "Notebook"
             *     ]
             */
            scope?: ("Train" | "Infer" | "Notebook")[];
            /**
             * Type
             * @default Dedicate
             * @enum {string}
             */
            type?: "Dedicate" | "Logical";
        };
        /** PoolSpecNodes */
        PoolSpecNodes: {
            /** Count */
            count: number;
            /** Flavor */
            flavor: string;
            /** Maxcount */
            maxCount: number;
        };
        /** PoolSpecUpdate */
        PoolSpecUpdate: {
            /** Resources */
            resources?: components["schemas"]["PoolNodes"][] | null;
            /** Scope */
            scope?: ("Train" | "Infer" | "Notebook")[] | null;
        };
        /**
         * PoolStatistics
         * @description How many pools there are.
         */
        PoolStatistics: {
            /** Operationtime */
            operationTime: string;
            statistics: components["schemas"]["PoolCountsByStatus"];
        };
        /** PoolStatus */
        PoolStatus: {
            /** Message */
            message: string;
            /**
             * Parent
             * @default
             */
            parent?: string;
            /**
             * Phase
             * @enum {string}
             */
            phase: "Running" | "Abnormal";
            resources: components["schemas"]["PoolResources"];
            /** Root */
            root: string;
            /** Scope */
            scope: components["schemas"]["PoolScopeStatus"][];
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
            /** Createtime */
            createTime: number;
            /** Flavor */
            flavor: string;
            /** Hostips */
            hostIps: string;
            /** Jobname */
            jobName: string;
            /** Jobuuid */
            jobUUID: string;
            /**
             * Kind
             * @default Workload
             * @constant
             */
            kind?: "Workload";
            /** Name */
            name: string;
            /** Namespace */
            namespace: string;
            /** Pendingduration */
            pendingDuration: number;
            /** Pendingposition */
            pendingPosition?: number | null;
            /** Priority */
            priority: string;
            /** Resourcerequirement */
            resourceRequirement: {
                [key: string]: string;
            };
            /** Runningduration */
            runningDuration: number;
            /** Status */
            status: string;
            /** Type */
            type: string;
            /** Uid */
            uid: string;
            /** Username */
            userName: string;
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
            /** Count */
            count: number;
            /** Items */
            items: components["schemas"]["PoolWorkload"][];
            /**
             * Kind
             * @default WorkloadList
             * @constant
             */
            kind?: "WorkloadList";
            /** Total Count */
            total_count: number;
        };
        /**
         * PredictUrl
         * @description Where a service is called.
         */
        PredictUrl: {
            /** Type */
            type: string;
            /** Urls */
            urls: string[];
        };
        /**
         * PreviewCreate
         * @description A run over a few samples that makes no version (ours).
         */
        PreviewCreate: {
            /**
             * Count
             * @default 6
             */
            count?: number;
            /** Inputs */
            inputs: components["schemas"]["ProcessorDataSource"][];
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            template: components["schemas"]["TemplateParam"];
        };
        /**
         * ProblemList
         * @description The first problems of a task, in order. total_count: of all problems.
         */
        ProblemList: {
            /** Problems */
            problems: components["schemas"]["modelyard__datasets__schemas__imports__ProblemAnswer"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * ProcessorDataSource
         * @description What is processed: a dataset, or one of its versions; a folder; the result of another task.
         */
        ProcessorDataSource: {
            /** Name */
            name?: string | null;
            /**
             * Source
             * @default
             */
            source?: string;
            /**
             * Type
             * @default DATASET
             * @enum {string}
             */
            type?: "OBS" | "TASK" | "DATASET" | "CUSTOM";
            /** Version Id */
            version_id?: string | null;
            /** Version Name */
            version_name?: string | null;
        };
        /**
         * ProcessorItem
         * @description A kind of data processing.
         */
        ProcessorItem: {
            /** Label En */
            label_en: string;
            /** Label Zh */
            label_zh: string;
            /** Template Id */
            template_id: string;
        };
        /**
         * ProcessorItemList
         * @description A page of kinds of data processing.
         */
        ProcessorItemList: {
            /** Items */
            items: components["schemas"]["ProcessorItem"][];
            /** Total */
            total: number;
        };
        /**
         * ProcessorLog
         * @description A piece of the log of a version (ours). next_offset: where to go on. ended: nothing follows.
         */
        ProcessorLog: {
            /** Content */
            content: string;
            /** Ended */
            ended: boolean;
            /** Next Offset */
            next_offset: number;
            /** Offset */
            offset: number;
            /** Size */
            size: number;
        };
        /**
         * ProcessorResult
         * @description What became of a sample.
         */
        ProcessorResult: {
            /** New Source */
            new_source?: string | null;
            /** Origin Source */
            origin_source: string;
            /** Result Description */
            result_description: string[][];
            /** Result Property */
            result_property: number;
            /** Sample Id */
            sample_id: string;
            /** Signed New Source */
            signed_new_source?: string | null;
            /** Signed Origin Source */
            signed_origin_source?: string | null;
            /** Version Id */
            version_id: string;
        };
        /**
         * ProcessorResultList
         * @description A page of results. has_more: there are further pages.
         */
        ProcessorResultList: {
            /** Count */
            count: number;
            /** Has More */
            has_more: boolean;
            /** Results */
            results: components["schemas"]["ProcessorResult"][];
        };
        /**
         * ProcessorTaskAnswer
         * @description A processing task. user_name: ours.
         */
        ProcessorTaskAnswer: {
            /** Create Time */
            create_time: number;
            /** Data Source */
            data_source?: {
                [key: string]: unknown;
            } | null;
            /** Description */
            description: string;
            /** Duration Seconds */
            duration_seconds: number;
            /** Error Msg */
            error_msg?: string | null;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            }[];
            /** Is Current */
            is_current: boolean;
            /** Name */
            name: string;
            /** Result */
            result?: {
                [key: string]: unknown;
            } | null;
            /** Status */
            status: number;
            /** Task Id */
            task_id: string;
            /** Template */
            template: {
                [key: string]: unknown;
            };
            /** User Name */
            user_name: string;
            /** Version Count */
            version_count: number;
            /** Version Id */
            version_id?: string | null;
            /** Version Name */
            version_name?: string | null;
            /** Work Path */
            work_path?: {
                [key: string]: unknown;
            } | null;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ProcessorTaskCreate
         * @description A new processing task. seed: ours; what chance begins with.
         */
        ProcessorTaskCreate: {
            /**
             * Create Version
             * @default false
             */
            create_version?: boolean;
            data_source?: components["schemas"]["ProcessorDataSource"] | null;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Inputs
             * @default []
             */
            inputs?: components["schemas"]["ProcessorDataSource"][];
            /** Name */
            name: string;
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            template: components["schemas"]["TemplateParam"];
            /** Version Id */
            version_id?: string | null;
            work_path?: components["schemas"]["WorkPath"] | null;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ProcessorTaskList
         * @description A page of processing tasks.
         */
        ProcessorTaskList: {
            /** Count */
            count: number;
            /** Tasks */
            tasks: components["schemas"]["ProcessorTaskAnswer"][];
        };
        /**
         * ProcessorTaskUpdate
         * @description What can be changed.
         */
        ProcessorTaskUpdate: {
            /**
             * Description
             * @default
             */
            description?: string;
        };
        /**
         * ProcessorVersionAnswer
         * @description A version of a processing task. What follows `work_path` is ours, but for the counts.
         *
         *     progress: done, total and what is being done. recipe: operators, image, seed, input and digests of code.
         *     statistics: before and after. can_resume: it was stopped or failed, and can go on.
         */
        ProcessorVersionAnswer: {
            /** Add Sample Count */
            add_sample_count?: number | null;
            /** Can Resume */
            can_resume: boolean;
            /** Create Time */
            create_time: number;
            /** Deleted Sample Count */
            deleted_sample_count?: number | null;
            /** Description */
            description: string;
            /** Duration Seconds */
            duration_seconds: number;
            /** Error Msg */
            error_msg?: string | null;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            }[];
            /** Modified Sample Count */
            modified_sample_count?: number | null;
            /** Origin Sample Count */
            origin_sample_count?: number | null;
            /** Progress */
            progress: {
                [key: string]: unknown;
            };
            /** Recipe */
            recipe: {
                [key: string]: unknown;
            };
            /** Statistics */
            statistics: {
                [key: string]: unknown;
            };
            /** Status */
            status: number;
            /** Task Id */
            task_id: string;
            /** Task Version Id */
            task_version_id: string;
            /** Template */
            template: {
                [key: string]: unknown;
            };
            /** Unmodified Sample Count */
            unmodified_sample_count?: number | null;
            /** Update Time */
            update_time: number;
            /** Version Name */
            version_name: string;
            /** Work Path */
            work_path?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * ProcessorVersionCreate
         * @description Another run of a processing task; what is left out is as in the task.
         */
        ProcessorVersionCreate: {
            /**
             * Create Version
             * @default true
             */
            create_version?: boolean;
            data_source?: components["schemas"]["ProcessorDataSource"] | null;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Inputs
             * @default []
             */
            inputs?: components["schemas"]["ProcessorDataSource"][];
            /** Name */
            name: string;
            /** Seed */
            seed?: number | null;
            template?: components["schemas"]["TemplateParam"] | null;
            /** Version Id */
            version_id?: string | null;
            work_path?: components["schemas"]["WorkPath"] | null;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ProcessorVersionList
         * @description A page of versions.
         */
        ProcessorVersionList: {
            /** Count */
            count: number;
            /** Versions */
            versions: components["schemas"]["ProcessorVersionAnswer"][];
        };
        /**
         * Project
         * @description A project. `parent_id`: the account for the project of a region, else that project.
         */
        Project: {
            /** Description */
            description: string;
            /** Domain Id */
            domain_id: string;
            /** Enabled */
            enabled: boolean;
            /** Id */
            id: string;
            /**
             * Is Domain
             * @default false
             * @constant
             */
            is_domain?: false;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
            /** Parent Id */
            parent_id: string;
        };
        /**
         * ProjectAnswer
         * @description One project.
         */
        ProjectAnswer: {
            project: components["schemas"]["Project"];
        };
        /**
         * ProjectCreate
         * @description A project to be, below a region's project: its name begins with the parent's and `_`.
         */
        ProjectCreate: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Domain Id */
            domain_id?: string | null;
            /** Name */
            name: string;
            /** Parent Id */
            parent_id: string;
        };
        /**
         * ProjectCreateBody
         * @description Body of KeystoneCreateProject.
         */
        ProjectCreateBody: {
            project: components["schemas"]["ProjectCreate"];
        };
        /**
         * ProjectList
         * @description Projects, by name.
         */
        ProjectList: {
            links: components["schemas"]["Links"];
            /** Projects */
            projects: components["schemas"]["Project"][];
        };
        /**
         * ProjectStatusBody
         * @description Body of UpdateProjectStatus.
         */
        ProjectStatusBody: {
            project: components["schemas"]["ProjectStatusUpdate"];
        };
        /**
         * ProjectStatusUpdate
         * @description `suspended`: nobody can work in the project until it is `normal` again.
         */
        ProjectStatusUpdate: {
            /**
             * Status
             * @enum {string}
             */
            status: "normal" | "suspended";
        };
        /**
         * ProjectTags
         * @description The tags of all services.
         */
        ProjectTags: {
            /** Tags */
            tags: components["schemas"]["TagWithValues"][];
        };
        /**
         * ProjectUpdate
         * @description Changes of a project; what is not given stays.
         */
        ProjectUpdate: {
            /** Description */
            description?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * ProjectUpdateBody
         * @description Body of KeystoneUpdateProject.
         */
        ProjectUpdateBody: {
            project: components["schemas"]["ProjectUpdate"];
        };
        /**
         * ProjectWithStatus
         * @description A project and its status.
         */
        ProjectWithStatus: {
            /** Description */
            description: string;
            /** Domain Id */
            domain_id: string;
            /** Enabled */
            enabled: boolean;
            /** Id */
            id: string;
            /**
             * Is Domain
             * @default false
             * @constant
             */
            is_domain?: false;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
            /** Parent Id */
            parent_id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "normal" | "suspended";
        };
        /**
         * ProjectWithStatusAnswer
         * @description One project and its status.
         */
        ProjectWithStatusAnswer: {
            project: components["schemas"]["ProjectWithStatus"];
        };
        /**
         * PropertyChange
         * @description The new value of one version.
         */
        PropertyChange: {
            /** Changed Value */
            changed_value: number;
            /** Model Id */
            model_id: string;
        };
        /**
         * PropertyUpdate
         * @description The number of instances of some versions.
         */
        PropertyUpdate: {
            /**
             * Changed Property
             * @constant
             */
            changed_property: "instance_count";
            /** Configs */
            configs: components["schemas"]["PropertyChange"][];
        };
        /**
         * QueueList
         * @description A page of a queue.
         */
        QueueList: {
            /** Count */
            count: number;
            /** Queue */
            queue: components["schemas"]["QueuedWorkload"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * QueuedWorkload
         * @description A workload that waits: its place among all that wait in the pool, and why, in the language of the request.
         */
        QueuedWorkload: {
            /** Flavor */
            flavor: string;
            /** Name */
            name: string;
            /** Owner Id */
            owner_id: string;
            /** Owner Type */
            owner_type: string;
            /** Position */
            position: number;
            /** Priority */
            priority: number;
            /** Queued At */
            queued_at: number;
            /** Reason */
            reason: string;
            /** Reason Key */
            reason_key: string;
            /** Task Count */
            task_count: number;
            /** User Name */
            user_name: string;
            /** Workload Id */
            workload_id: string;
        };
        /**
         * QuotaAnswer
         * @description A quota and how much of it is used.
         */
        QuotaAnswer: {
            /** Quota */
            quota: number;
            /** Resource */
            resource: string;
            /** Used */
            used: number;
        };
        /**
         * QuotaChange
         * @description quota: 0 or more, or -1 for no limit.
         */
        QuotaChange: {
            /** Quota */
            quota: number;
            /** Resource */
            resource: string;
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
            /**
             * Max Quota
             * @default 2147483647
             */
            max_quota?: number;
            /**
             * Min Quota
             * @default 0
             */
            min_quota?: number;
            /** Name Cn */
            name_cn: string;
            /** Name En */
            name_en: string;
            /** Quota */
            quota: number;
            /** Resource */
            resource: string;
            /** Unit Cn */
            unit_cn: string;
            /** Unit En */
            unit_en: string;
            /** Update Time */
            update_time?: number | null;
            /** Used Quota */
            used_quota?: number | null;
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
         * QuotasAnswer
         * @description The quotas of the project.
         */
        QuotasAnswer: {
            /** Quotas */
            quotas: components["schemas"]["QuotaAnswer"][];
        };
        /**
         * RateConfig
         * @description How many requests a service takes in a period.
         */
        RateConfig: {
            /** Num */
            num: number;
            /**
             * Unit
             * @enum {string}
             */
            unit: "SECONDS" | "MINUTES";
        };
        /**
         * Reason
         * @description Why a request is allowed or not.
         * @enum {string}
         */
        Reason: "allowed_by_policy" | "not_strict" | "account_owner" | "platform" | "no_policy_allows" | "denied_by_policy" | "session_policy" | "workspace";
        /**
         * RecoverRecord
         * @description What was done about an attempt that did not succeed. Times in seconds.
         */
        RecoverRecord: {
            /** Fault Scenario */
            fault_scenario: string;
            /** Reason */
            reason: string;
            /** Recover */
            recover: string;
            /** Recover End At */
            recover_end_at: number | null;
            /** Recover Result */
            recover_result: string;
            /** Recover Start At */
            recover_start_at: number;
            /** Related Task */
            related_task: string;
        };
        /**
         * Region
         * @description A region; a platform has one.
         */
        Region: {
            /** Description */
            description: string;
            /** Id */
            id: string;
            links: components["schemas"]["Links"];
            locales: components["schemas"]["RegionNames"];
            /** Parent Region Id */
            parent_region_id?: null;
            /**
             * Type
             * @default public
             * @constant
             */
            type?: "public";
        };
        /**
         * RegionAnswer
         * @description One region.
         */
        RegionAnswer: {
            region: components["schemas"]["Region"];
        };
        /**
         * RegionList
         * @description All regions.
         */
        RegionList: {
            links: components["schemas"]["Links"];
            /** Regions */
            regions: components["schemas"]["Region"][];
        };
        /**
         * RegionNames
         * @description The name of a region in each language.
         */
        RegionNames: {
            /** En-Us */
            "en-us": string;
            /** Zh-Cn */
            "zh-cn": string;
        };
        /**
         * Remote
         * @description Where an input comes from or an output goes.
         */
        Remote: {
            obs: components["schemas"]["Bucket-Output"];
        };
        /**
         * Resource
         * @description What the job gets.
         */
        Resource: {
            /** Flavor Id */
            flavor_id?: string | null;
            main_container_customized_flavor?: components["schemas"]["CustomFlavor"] | null;
            /** Node Count */
            node_count?: number | null;
            /** Policy */
            policy?: string | null;
            /** Pool Group Id */
            pool_group_id?: string | null;
            /** Pool Id */
            pool_id?: string | null;
        };
        /**
         * ResourceAnswer
         * @description What each node gets.
         */
        ResourceAnswer: {
            /** Flavor Detail */
            flavor_detail: {
                [key: string]: unknown;
            };
            /** Flavor Id */
            flavor_id: string;
            /** Flavor Name */
            flavor_name: string;
            main_container_customized_flavor: components["schemas"]["CustomFlavorAnswer"] | null;
            /** Node Count */
            node_count: number;
            /** Policy */
            policy: string;
            /** Pool Id */
            pool_id: string;
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
            /** Items */
            items: components["schemas"]["ResourceFlavor"][];
            /**
             * Kind
             * @default ResourceFlavorList
             * @constant
             */
            kind?: "ResourceFlavorList";
            metadata: components["schemas"]["ListMetadata"];
        };
        /**
         * ResourceFlavorMetadata
         * @description name: what pools ask for.
         */
        ResourceFlavorMetadata: {
            /** Annotations */
            annotations?: {
                [key: string]: string;
            };
            /** Labels */
            labels?: {
                [key: string]: string;
            };
            /** Name */
            name: string;
        };
        /**
         * ResourceFlavorSpec
         * @description The size of a machine: cores, memory in GiB, cards.
         */
        ResourceFlavorSpec: {
            /** Billingmodes */
            billingModes?: number[];
            /** Cpu */
            cpu: string;
            /**
             * Cpuarch
             * @default x86
             * @enum {string}
             */
            cpuArch?: "x86" | "arm64";
            gpu?: components["schemas"]["FlavorCards"] | null;
            /** Jobflavors */
            jobFlavors?: string[];
            /** Memory */
            memory: string;
            npu?: components["schemas"]["FlavorCards"] | null;
            /**
             * Type
             * @default Dedicate
             * @constant
             */
            type?: "Dedicate";
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
        /**
         * Result
         * @description What became of one app. auth_id: of the authorization; empty when there is none.
         */
        Result: {
            /** Api Id */
            api_id: string;
            /** App Id */
            app_id: string;
            /**
             * Auth Id
             * @default
             */
            auth_id?: string;
            /**
             * Reason
             * @default
             */
            reason?: string;
            /** Success */
            success: boolean;
        };
        /**
         * Role
         * @description A policy. `domain_id` is null for those of the system; times are milliseconds since the epoch, as text.
         */
        Role: {
            /** Catalog */
            catalog: string;
            /** Created Time */
            created_time: string;
            /** Description */
            description: string;
            /** Description Cn */
            description_cn: string;
            /** Display Name */
            display_name: string;
            /** Domain Id */
            domain_id: string | null;
            /** Flag */
            flag: string | null;
            /** Id */
            id: string;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
            /** Policy */
            policy: {
                [key: string]: unknown;
            };
            /** Type */
            type: string;
            /** Updated Time */
            updated_time: string;
        };
        /**
         * RoleAnswer
         * @description One policy.
         */
        RoleAnswer: {
            role: components["schemas"]["Role"];
        };
        /**
         * RoleAssignment
         * @description One grant. `is_inherited`: it counts in all projects of the account.
         */
        RoleAssignment: {
            agency?: components["schemas"]["modelyard__iam__schemas__grants__Reference"] | null;
            group?: components["schemas"]["modelyard__iam__schemas__grants__Reference"] | null;
            /** Is Inherited */
            is_inherited: boolean;
            role: components["schemas"]["modelyard__iam__schemas__grants__Reference"];
            scope: components["schemas"]["AssignmentScope"];
            user?: components["schemas"]["modelyard__iam__schemas__grants__Reference"] | null;
        };
        /**
         * RoleAssignmentList
         * @description Grants, by principal, policy and scope.
         */
        RoleAssignmentList: {
            /** Role Assignments */
            role_assignments: components["schemas"]["RoleAssignment"][];
            /** Total Num */
            total_num: number;
        };
        /**
         * RoleCreate
         * @description A custom policy to be. One policy may hold actions of all services.
         */
        RoleCreate: {
            /** Description */
            description: string;
            /**
             * Description Cn
             * @default
             */
            description_cn?: string;
            /** Display Name */
            display_name: string;
            /** Policy */
            policy: {
                [key: string]: unknown;
            };
            /**
             * Type
             * @enum {string}
             */
            type: "AX" | "XA" | "AA";
        };
        /**
         * RoleCreateBody
         * @description Body of CreateCloudServiceCustomPolicy.
         */
        RoleCreateBody: {
            role: components["schemas"]["RoleCreate"];
        };
        /**
         * RoleList
         * @description Policies, by display name.
         */
        RoleList: {
            links: components["schemas"]["Links"];
            /** Roles */
            roles: components["schemas"]["Role"][];
            /** Total Number */
            total_number: number;
        };
        /**
         * RoleUpdate
         * @description Changes of a custom policy; what is not given stays.
         */
        RoleUpdate: {
            /** Description */
            description?: string | null;
            /** Description Cn */
            description_cn?: string | null;
            /** Display Name */
            display_name?: string | null;
            /** Policy */
            policy?: {
                [key: string]: unknown;
            } | null;
            /** Type */
            type?: ("AX" | "XA" | "AA") | null;
        };
        /**
         * RoleUpdateBody
         * @description Body of UpdateCloudServiceCustomPolicy.
         */
        RoleUpdateBody: {
            role: components["schemas"]["RoleUpdate"];
        };
        /**
         * RoleWithReferences
         * @description A policy, and how often it is granted.
         */
        RoleWithReferences: {
            /** Catalog */
            catalog: string;
            /** Created Time */
            created_time: string;
            /** Description */
            description: string;
            /** Description Cn */
            description_cn: string;
            /** Display Name */
            display_name: string;
            /** Domain Id */
            domain_id: string | null;
            /** Flag */
            flag: string | null;
            /** Id */
            id: string;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
            /** Policy */
            policy: {
                [key: string]: unknown;
            };
            /** References */
            references: number;
            /** Type */
            type: string;
            /** Updated Time */
            updated_time: string;
        };
        /**
         * RoleWithReferencesAnswer
         * @description One policy, and how often it is granted.
         */
        RoleWithReferencesAnswer: {
            role: components["schemas"]["RoleWithReferences"];
        };
        /**
         * RollingUpdate
         * @description How many instances more, and how many fewer, while they are replaced; in per cent.
         */
        RollingUpdate: {
            /** Max Surge */
            max_surge?: string | null;
            /** Max Unavailable */
            max_unavailable?: string | null;
        };
        /**
         * RunningKind
         * @description How many things of a kind run now.
         */
        RunningKind: {
            /** Count */
            count: number;
            /** Kind */
            kind: string;
        };
        /**
         * RunningRecord
         * @description One attempt. Times in seconds since the epoch.
         */
        RunningRecord: {
            /** End At */
            end_at: number | null;
            /** End Reason */
            end_reason: string;
            /** End Recover */
            end_recover: string;
            /** End Related Task */
            end_related_task: string;
            /** Recover Records */
            recover_records: components["schemas"]["RecoverRecord"][];
            /** Start At */
            start_at: number | null;
            /** Start Type */
            start_type: string;
        };
        /**
         * RunningShape
         * @description What is held at this moment.
         */
        RunningShape: {
            /** Cards */
            cards: number;
            /** Cores */
            cores: number;
            /** Tasks */
            tasks: number;
            /** Workloads */
            workloads: number;
        };
        /**
         * RuntimeAnswer
         * @description How the first task is started. environments: effective ones, with secrets masked.
         *
         *     `{address:worker-0}` stands for the address that a task gets when it is placed.
         */
        RuntimeAnswer: {
            /** Code Dir */
            code_dir: string;
            /** Command */
            command: string[];
            /** Environments */
            environments: {
                [key: string]: string;
            };
            /** Setup */
            setup: string[][];
            /** Working Dir */
            working_dir: string;
        };
        /**
         * RuntimeConfig
         * @description How a service is called and what it takes: the shape of the newer services, taken here as well.
         */
        RuntimeConfig: {
            /** @default {} */
            service_invoke?: components["schemas"]["ServiceInvoke"];
            /** @default {} */
            service_limit?: components["schemas"]["ServiceLimit"];
        };
        /**
         * RuntimeOfService
         * @description How a service is called and what it takes.
         */
        RuntimeOfService: {
            server_task_limit?: components["schemas"]["TaskLimit"] | null;
            /** @default {} */
            service_invoke?: components["schemas"]["InvokeConfig"];
            /** @default {} */
            service_limit?: components["schemas"]["LimitConfig"];
            service_secret?: components["schemas"]["SecretConfig"] | null;
            /** Smart Routing Enable */
            smart_routing_enable?: boolean | null;
        };
        /**
         * STSCredentials
         * @description A temporary key in the names of STS.
         */
        STSCredentials: {
            /** Access Key Id */
            access_key_id: string;
            /** Expiration */
            expiration: string;
            /** Secret Access Key */
            secret_access_key: string;
            /** Security Token */
            security_token: string;
        };
        /**
         * SampleAnswer
         * @description A sample as it is shown. source: a signed link to its file. Ours: `revision`, to be sent back with changes.
         */
        SampleAnswer: {
            /** Annotated By */
            annotated_by?: string | null;
            /** Labels */
            labels: {
                [key: string]: unknown;
            }[];
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Revision
             * @default 0
             */
            revision?: number;
            /** Sample Data */
            sample_data?: string[] | null;
            /** Sample Dir */
            sample_dir: string;
            /** Sample Id */
            sample_id: string;
            /** Sample Name */
            sample_name: string;
            /** Sample Size */
            sample_size: number;
            /** Sample Status */
            sample_status: string;
            /** Sample Time */
            sample_time: number;
            /** Sample Type */
            sample_type: number;
            /** Sample Usage */
            sample_usage?: string | null;
            /** Source */
            source?: string | null;
        };
        /**
         * SampleChange
         * @description A task that changes samples. total: that it found, once it has looked; done: looked at; changed: that were different.
         */
        SampleChange: {
            action: components["schemas"]["BatchAction"];
            /** Changed */
            changed: number;
            /** Create Time */
            create_time: number;
            /** Done */
            done: number;
            /** End Time */
            end_time?: number | null;
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** State */
            state: string;
            /** Task Id */
            task_id: string;
            /** Total */
            total?: number | null;
        };
        /**
         * SampleChangeList
         * @description A page of tasks that change samples, the newest first.
         */
        SampleChangeList: {
            /** Changes */
            changes: components["schemas"]["SampleChange"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * SampleComment
         * @description A verdict on a sample of a member. Without a member it means the only one who has the sample.
         */
        SampleComment: {
            /** Accept */
            accept: boolean;
            /**
             * Comment
             * @default
             */
            comment?: string;
            /** Sample Id */
            sample_id: string;
            /** Score */
            score?: ("A" | "B" | "C" | "D") | null;
            /** Worker Id */
            worker_id?: string | null;
        };
        /**
         * SampleComments
         * @description Verdicts.
         */
        SampleComments: {
            /** Comments */
            comments: components["schemas"]["SampleComment"][];
        };
        /**
         * SampleLabel
         * @description An annotation. id: of an entity, which relations name it by. property: what its type needs, and free attributes.
         */
        SampleLabel: {
            /**
             * Annotated By
             * @default
             */
            annotated_by?: string;
            /**
             * Id
             * @default
             */
            id?: string;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Property
             * @default {}
             */
            property?: {
                [key: string]: unknown;
            };
            /** Score */
            score?: number | null;
            /** Type */
            type?: number | null;
        };
        /**
         * SampleLabels
         * @description What is to be said about a sample; no labels: nothing. Ours: `revision`, of the sample as it was seen.
         */
        SampleLabels: {
            /**
             * Labels
             * @default []
             */
            labels?: components["schemas"]["SampleLabel"][];
            /** Metadata */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** Revision */
            revision?: number | null;
            /** Sample Id */
            sample_id: string;
            /** Sample Usage */
            sample_usage?: ("TRAIN" | "EVAL" | "TEST" | "INFERENCE" | "") | null;
        };
        /**
         * SampleList
         * @description A page of samples.
         */
        SampleList: {
            /** Sample Count */
            sample_count: number;
            /** Samples */
            samples: components["schemas"]["SampleAnswer"][];
        };
        /**
         * SampleRestore
         * @description A state to go back to. before: as the history names it. revision: of the sample as it was seen.
         */
        SampleRestore: {
            /** Before */
            before: number;
            /** Revision */
            revision?: number | null;
        };
        /**
         * SampleUpload
         * @description A sample to add. data: its bytes in base64. encoding: of text that is not UTF-8.
         */
        SampleUpload: {
            /** Data */
            data: string;
            /**
             * Encoding
             * @default UTF-8
             * @enum {string}
             */
            encoding?: "UTF-8" | "GBK" | "GB2312";
            /**
             * Labels
             * @default []
             */
            labels?: components["schemas"]["SampleLabel"][];
            /**
             * Metadata
             * @default {}
             */
            metadata?: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
        };
        /**
         * SamplesChange
         * @description What to do to samples: to these, at once, or to all that a search finds, as a task.
         */
        SamplesChange: {
            /**
             * Action
             * @enum {string}
             */
            action: "set_label" | "add_label" | "remove_label" | "mark_hard" | "unmark_hard" | "confirm";
            label?: components["schemas"]["BatchLabel"] | null;
            /**
             * Samples
             * @default []
             */
            samples?: string[];
            search?: components["schemas"]["SamplesSearch"] | null;
        };
        /**
         * SamplesChanged
         * @description What was done: how many samples changed, or the task that changes them.
         */
        SamplesChanged: {
            /**
             * Count
             * @default 0
             */
            count?: number;
            /** Task Id */
            task_id?: string | null;
        };
        /**
         * SamplesDelete
         * @description Ids of samples to delete, and whether their files go, too.
         */
        SamplesDelete: {
            /**
             * Delete Source
             * @default false
             */
            delete_source?: boolean;
            /** Samples */
            samples: string[];
        };
        /**
         * SamplesOutcome
         * @description How it went with samples to label. Ours: `revision`, that they have now, to be sent with the next change.
         */
        SamplesOutcome: {
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Results */
            results?: components["schemas"]["ItemOutcome"][] | null;
            /**
             * Revision
             * @default 0
             */
            revision?: number;
            /** Success */
            success: boolean;
        };
        /**
         * SamplesRemoval
         * @description Samples to delete: these, at once, or all that a search finds, as a task; with their files if asked.
         */
        SamplesRemoval: {
            /**
             * Delete Source
             * @default false
             */
            delete_source?: boolean;
            /**
             * Samples
             * @default []
             */
            samples?: string[];
            search?: components["schemas"]["SamplesSearch"] | null;
        };
        /**
         * SamplesSearch
         * @description All samples that a list with these filters would show, when the work comes to them.
         */
        SamplesSearch: {
            /**
             * High Score
             * @default 1
             */
            high_score?: number;
            /**
             * Label Name
             * @default
             */
            label_name?: string;
            /** Label Type */
            label_type?: number | null;
            /**
             * Low Score
             * @default 0
             */
            low_score?: number;
            /**
             * Sample State
             * @default
             */
            sample_state?: string;
            /**
             * Search Conditions
             * @default []
             */
            search_conditions?: components["schemas"]["SearchCondition"][];
        };
        /**
         * SamplesUpdate
         * @description Samples to label.
         */
        SamplesUpdate: {
            /** Samples */
            samples: components["schemas"]["SampleLabels"][];
        };
        /**
         * SamplesUpload
         * @description Samples to add. final_annotation: whether their labels count at once, or wait to be confirmed.
         */
        SamplesUpload: {
            /**
             * Final Annotation
             * @default true
             */
            final_annotation?: boolean;
            /** Samples */
            samples: components["schemas"]["SampleUpload"][];
        };
        /**
         * Scale
         * @description How many instances a deployment is to have.
         */
        Scale: {
            /** Count */
            count: number;
        };
        /**
         * ScalingPolicy
         * @description How the number of instances follows the load.
         *
         *     min_replicas: 0 lets the service sleep until somebody calls it. concurrency: requests under way for each instance;
         *     requests_per_second: for each instance; cpu_percent: of what an instance was given. The largest answer counts.
         *     idle_seconds: without a request, after which it sleeps. up_seconds, down_seconds: how long the load has to be so.
         */
        ScalingPolicy: {
            /** Concurrency */
            concurrency?: number | null;
            /** Cpu Percent */
            cpu_percent?: number | null;
            /**
             * Down Seconds
             * @default 120
             */
            down_seconds?: number;
            /**
             * Idle Seconds
             * @default 300
             */
            idle_seconds?: number;
            /**
             * Max Replicas
             * @default 1
             */
            max_replicas?: number;
            /**
             * Min Replicas
             * @default 1
             */
            min_replicas?: number;
            /** Requests Per Second */
            requests_per_second?: number | null;
            /**
             * Schedules
             * @default []
             */
            schedules?: components["schemas"]["CronRule"][];
            /**
             * Up Seconds
             * @default 0
             */
            up_seconds?: number;
        };
        /**
         * Schedule
         * @description When the service stops by itself.
         */
        Schedule: {
            /** Duration */
            duration: number;
            /**
             * Time Unit
             * @enum {string}
             */
            time_unit: "DAYS" | "HOURS" | "MINUTES";
            /**
             * Type
             * @constant
             */
            type: "stop";
        };
        /**
         * ScheduleAnswer
         * @description When the service stops by itself. processed: it was stopped.
         */
        ScheduleAnswer: {
            /** Due Time */
            due_time?: number | null;
            /** Duration */
            duration: number;
            /**
             * Processed
             * @default false
             */
            processed?: boolean;
            /** Time Unit */
            time_unit: string;
            /** Type */
            type: string;
        };
        /**
         * SchedulePolicy
         * @description How the job queues.
         */
        SchedulePolicy: {
            /** Preemptible */
            preemptible?: boolean | null;
            /** Preferred Affinity */
            preferred_affinity?: unknown;
            /** Priority */
            priority?: number | null;
            /** Required Affinity */
            required_affinity?: unknown;
        };
        /**
         * SchedulePolicyAnswer
         * @description How the job queues.
         */
        SchedulePolicyAnswer: {
            /** Preemptible */
            preemptible: boolean;
            /** Priority */
            priority: number;
        };
        /**
         * SchemaColumn
         * @description A column of a table.
         */
        SchemaColumn: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /** Schema Id */
            schema_id?: number | null;
            /**
             * Type
             * @default STRING
             */
            type?: string;
        };
        /**
         * SchemaMap
         * @description A column under another name.
         */
        SchemaMap: {
            /** Dest Name */
            dest_name: string;
            /** Src Name */
            src_name: string;
        };
        /**
         * Scope
         * @description What the token is for; a project wins over an account.
         */
        Scope: {
            domain?: components["schemas"]["DomainName"] | null;
            project?: components["schemas"]["ScopeProject"] | null;
        };
        /**
         * ScopeProject
         * @description A project by id or name.
         */
        ScopeProject: {
            domain?: components["schemas"]["DomainName"] | null;
            /** Id */
            id?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * ScopedReference
         * @description A thing of an account.
         */
        ScopedReference: {
            domain: components["schemas"]["modelyard__iam__schemas__tokens__Reference"];
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * SearchAnswer
         * @description What samples of a dataset can be searched by. Ours: `counts`, how many samples have each value, by kind of value.
         */
        SearchAnswer: {
            /**
             * Counts
             * @default {}
             */
            counts?: {
                [key: string]: components["schemas"]["SearchCount"][];
            };
            /** Labelers */
            labelers: string[];
            /** Labels */
            labels: components["schemas"]["LabelAnswer"][];
            /** Metadata */
            metadata: {
                [key: string]: string[];
            };
        };
        /**
         * SearchCondition
         * @description What samples to look for; all of it counts.
         *
         *     sample_dir ends with a slash and does not mean the folders below it. finding: of the last analysis (ours).
         */
        SearchCondition: {
            finding?: components["schemas"]["Finding"] | null;
            /** Hard */
            hard?: ("0" | "1") | null;
            label_list?: components["schemas"]["SearchLabels"] | null;
            /** Labeler */
            labeler?: string | null;
            metadata?: components["schemas"]["SearchProp"] | null;
            /** Sample Dir */
            sample_dir?: string | null;
            /** Sample Name */
            sample_name?: string | null;
            /** Sample Time */
            sample_time?: string | null;
        };
        /**
         * SearchCount
         * @description A value that samples can be searched by. values: one; name and value of metadata; label, name and value of attributes.
         */
        SearchCount: {
            /** Count */
            count: number;
            /** Values */
            values: string[];
        };
        /**
         * SearchLabel
         * @description A label to look for. property: values of attributes that count; null for any value. op: between attributes.
         */
        SearchLabel: {
            /** Name */
            name: string;
            /**
             * Op
             * @default OR
             * @enum {string}
             */
            op?: "OR" | "AND";
            /** Property */
            property?: {
                [key: string]: string[] | null;
            } | null;
            /** Type */
            type?: number | null;
        };
        /**
         * SearchLabels
         * @description Labels to look for.
         */
        SearchLabels: {
            /**
             * Labels
             * @default []
             */
            labels?: components["schemas"]["SearchLabel"][];
            /**
             * Op
             * @default OR
             * @enum {string}
             */
            op?: "OR" | "AND";
        };
        /**
         * SearchProp
         * @description Attributes of samples to look for.
         */
        SearchProp: {
            /**
             * Op
             * @default AND
             * @enum {string}
             */
            op?: "OR" | "AND";
            /**
             * Props
             * @default {}
             */
            props?: {
                [key: string]: string[] | null;
            };
        };
        /**
         * SecretConfig
         * @description Secrets of a store.
         */
        SecretConfig: {
            /**
             * Secret Enable
             * @default false
             */
            secret_enable?: boolean;
        };
        /**
         * Series
         * @description The bars of one analysis.
         */
        Series: {
            /** Analysis Id */
            analysis_id: string;
            /** Counts */
            counts: number[];
            summary?: components["schemas"]["SummaryAnswer"] | null;
        };
        /**
         * Service
         * @description A service of the platform.
         */
        Service: {
            /** Description */
            description: string;
            /**
             * Enabled
             * @default true
             * @constant
             */
            enabled?: true;
            /** Id */
            id: string;
            links: components["schemas"]["Links"];
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /**
         * ServiceAdditionalProperties
         * @description Notifications, log channels, WebSocket; what is unknown is kept as it is.
         */
        ServiceAdditionalProperties: {
            /** Websocket Upgrade */
            websocket_upgrade?: boolean | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * ServiceAffinity
         * @description Where instances are to be.
         */
        ServiceAffinity: {
            node_affinity?: components["schemas"]["NodeAffinity"] | null;
        };
        /**
         * ServiceAuthorization
         * @description Whether a service is open to apps, and to which.
         */
        ServiceAuthorization: {
            app_auth_api?: components["schemas"]["AuthorizedApi"] | null;
            /** Enable App Auth */
            enable_app_auth: boolean;
        };
        /**
         * ServiceChange
         * @description Changes of a service; what is not given stays.
         */
        ServiceChange: {
            /** Custom Metrics Path */
            custom_metrics_path?: string | null;
            /** Deploy Timeout Minutes */
            deploy_timeout_minutes?: number | null;
            /** Description */
            description?: string | null;
            /** Group Configs */
            group_configs?: components["schemas"]["GroupConfig"][] | null;
            /** Log Configs */
            log_configs?: components["schemas"]["LogConfig"][] | null;
            /** Lts Strategy */
            lts_strategy?: ("POOL" | "AUTO_CREATE" | "DEFAULT") | null;
            /** Name */
            name?: string | null;
            runtime_config?: components["schemas"]["RuntimeOfService"] | null;
            /** Schedule */
            schedule?: components["schemas"]["StopSchedule"][] | null;
            /** Task Type */
            task_type?: ("TEXT_GENERATION" | "IMAGE_UNDERSTANDING" | "VIDEO_GENERATION" | "IMAGE_GENERATION" | "RERANK" | "VECTOR_MODEL" | "EMBEDDING") | null;
            upgrade_config?: components["schemas"]["UpgradeConfig"] | null;
            /** Version */
            version?: string | null;
        };
        /**
         * ServiceChanged
         * @description update_time: of the configuration that is being deployed now, in milliseconds; missing when nothing had to be.
         */
        ServiceChanged: {
            /** Resource Ids */
            resource_ids: string;
            /** Update Time */
            update_time?: string | null;
        };
        /**
         * ServiceConfig
         * @description One version of a model in a service.
         *
         *     policy, batching: additions of ours, see the list of additions.
         */
        ServiceConfig: {
            additional_properties?: components["schemas"]["ModelAdditionalProperties"] | null;
            affinity?: components["schemas"]["ServiceAffinity"] | null;
            batching?: components["schemas"]["Batching"] | null;
            /** Cluster Id */
            cluster_id?: string | null;
            custom_spec?: components["schemas"]["CustomSpec"] | null;
            /** Deploy Timeout In Seconds */
            deploy_timeout_in_seconds?: number | null;
            /** Dest Path */
            dest_path?: string | null;
            /** Envs */
            envs?: {
                [key: string]: string;
            } | null;
            /**
             * Instance Count
             * @default 1
             */
            instance_count?: number;
            /** Mapping Rule */
            mapping_rule?: {
                [key: string]: unknown;
            } | null;
            /** Mapping Type */
            mapping_type?: ("file" | "csv") | null;
            /** Model Id */
            model_id: string;
            /** Nodes */
            nodes?: string[] | null;
            /** Pool Name */
            pool_name?: string | null;
            /** Req Uri */
            req_uri?: string | null;
            scaling_policy?: components["schemas"]["ScalingPolicy"] | null;
            /**
             * Specification
             * @default
             */
            specification?: string;
            /** Src Path */
            src_path?: string | null;
            /** Src Type */
            src_type?: ("" | "ManifestFile") | null;
            /** Weight */
            weight?: number | null;
        };
        /**
         * ServiceCreate
         * @description A service to be deployed.
         */
        ServiceCreate: {
            additional_properties?: components["schemas"]["ServiceAdditionalProperties"] | null;
            /** Cluster Id */
            cluster_id?: string | null;
            /** Config */
            config: components["schemas"]["ServiceConfig"][];
            /** Description */
            description?: string | null;
            /**
             * Infer Type
             * @enum {string}
             */
            infer_type: "real-time" | "batch" | "edge";
            /** Load Balancer Policy */
            load_balancer_policy?: ("ROUND_ROBIN" | "LEAST_CONNECTIONS" | "SOURCE_IP") | null;
            /** Pool Name */
            pool_name?: string | null;
            /** Priority */
            priority?: number | null;
            runtime_config?: components["schemas"]["RuntimeConfig"] | null;
            /** Schedule */
            schedule?: components["schemas"]["Schedule"][] | null;
            /** Security Group Id */
            security_group_id?: string | null;
            /** Service Name */
            service_name: string;
            /** Service Secrets */
            service_secrets?: components["schemas"]["ServiceSecret"][] | null;
            /** Subnet Network Id */
            subnet_network_id?: string | null;
            /** Traffic Rules */
            traffic_rules?: components["schemas"]["TrafficRule"][] | null;
            /** Vpc Id */
            vpc_id?: string | null;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ServiceCreated
         * @description The new service.
         */
        ServiceCreated: {
            /** Resource Ids */
            resource_ids: string[];
            /** Service Id */
            service_id: string;
        };
        /**
         * ServiceInvoke
         * @description How a service is called. auth_type: by which of these; TOKEN is signatures, too; NONE admits everybody.
         */
        ServiceInvoke: {
            /** Auth Type */
            auth_type?: ("TOKEN" | "AKSK" | "APP" | "API_KEY" | "NONE")[] | null;
            /** Request Retry Cnt Max */
            request_retry_cnt_max?: number | null;
            /** Request Retry Enable */
            request_retry_enable?: boolean | null;
        };
        /**
         * ServiceItem
         * @description A service as lists show it.
         */
        ServiceItem: {
            /** Additional Properties */
            additional_properties: {
                [key: string]: unknown;
            };
            batch?: components["schemas"]["BatchAnswer"] | null;
            /** Description */
            description: string;
            /** Due Time */
            due_time?: number | null;
            /** Failed Times */
            failed_times: number;
            /** Finished Time */
            finished_time?: number | null;
            /** Infer Type */
            infer_type: string;
            /** Invocation Times */
            invocation_times: number;
            /**
             * Is Free
             * @default false
             */
            is_free?: boolean;
            /**
             * Is Opened Sample Collection
             * @default false
             */
            is_opened_sample_collection?: string;
            /**
             * Is Shared
             * @default false
             */
            is_shared?: boolean;
            /** Operation Time */
            operation_time: number;
            /** Owner */
            owner: string;
            /**
             * Owner Name
             * @default
             */
            owner_name?: string;
            /** Progress */
            progress?: number | null;
            /** Project */
            project: string;
            /** Publish At */
            publish_at: number;
            /** Schedule */
            schedule?: {
                [key: string]: unknown;
            }[] | null;
            /** Service Id */
            service_id: string;
            /** Service Name */
            service_name: string;
            /**
             * Shared Count
             * @default 0
             */
            shared_count?: number;
            /** Start Time */
            start_time?: number | null;
            /** Status */
            status: string;
            /** Tenant */
            tenant: string;
            /** Transition At */
            transition_at: number;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ServiceLimit
         * @description What a service takes. request_size_limit: in MB; request_timeout: in seconds.
         */
        ServiceLimit: {
            /** Ip Black List */
            ip_black_list?: string[] | null;
            /** Ip White List */
            ip_white_list?: string[] | null;
            rate_limit?: components["schemas"]["ServiceRateLimit"] | null;
            /** Request Size Limit */
            request_size_limit?: number | null;
            /** Request Timeout */
            request_timeout?: number | null;
        };
        /**
         * ServiceName
         * @description A service, named.
         */
        ServiceName: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * ServiceRateLimit
         * @description How many requests a service takes in a period.
         */
        ServiceRateLimit: {
            /** Num */
            num: number;
            /**
             * Unit
             * @default SECONDS
             * @enum {string}
             */
            unit?: "SECONDS" | "MINUTES";
        };
        /**
         * ServiceSecret
         * @description A secret that instances see as a file; the spelling is the published one.
         */
        ServiceSecret: {
            /**
             * Mouthpath
             * @default
             */
            mouthPath?: string;
            /**
             * Secretid
             * @default
             */
            secretId?: string;
        };
        /**
         * ServiceState
         * @description Where a service is; the published words.
         * @enum {string}
         */
        ServiceState: "INIT" | "DEPLOYING" | "RUNNING" | "CONCERNING" | "UPGRADING" | "STOPPING" | "STOPPED" | "FAILED" | "ERROR" | "INTERRUPTING" | "DELETING";
        /**
         * ServiceToCreate
         * @description A service to be deployed.
         */
        ServiceToCreate: {
            /** Custom Metrics Path */
            custom_metrics_path?: string | null;
            /** Deploy Timeout Minutes */
            deploy_timeout_minutes?: number | null;
            /**
             * Deploy Type
             * @enum {string}
             */
            deploy_type: "SINGLE" | "MULTI";
            /** Description */
            description?: string | null;
            /** Group Configs */
            group_configs: components["schemas"]["GroupConfig"][];
            /** Log Configs */
            log_configs?: components["schemas"]["LogConfig"][] | null;
            /** Lts Strategy */
            lts_strategy?: ("POOL" | "AUTO_CREATE" | "DEFAULT") | null;
            /** Name */
            name: string;
            runtime_config: components["schemas"]["RuntimeOfService"];
            /** Schedule */
            schedule?: components["schemas"]["StopSchedule"][] | null;
            /** Tags */
            tags?: components["schemas"]["Tag"][] | null;
            /** Task Type */
            task_type?: ("TEXT_GENERATION" | "IMAGE_UNDERSTANDING" | "VIDEO_GENERATION" | "IMAGE_GENERATION" | "RERANK" | "VECTOR_MODEL" | "EMBEDDING") | null;
            /**
             * Type
             * @enum {string}
             */
            type: "REAL_TIME" | "ASYNC_REAL_TIME";
            upgrade_config?: components["schemas"]["UpgradeConfig"] | null;
            /** Version */
            version?: string | null;
            /** Workload Type */
            workload_type?: ("DEPLOYMENT" | "LWS") | null;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * ServiceType
         * @description What an image is meant for.
         * @enum {string}
         */
        ServiceType: "COMMON" | "INFERENCE" | "TRAIN" | "DEV" | "UNKNOWN";
        /**
         * ServiceUpdate
         * @description Changes of a service; what is not given stays. status: starts or stops it, and then nothing else counts.
         */
        ServiceUpdate: {
            additional_properties?: components["schemas"]["ServiceAdditionalProperties"] | null;
            /** Config */
            config?: components["schemas"]["ServiceConfig"][] | null;
            /** Description */
            description?: string | null;
            /** Load Balancer Policy */
            load_balancer_policy?: ("ROUND_ROBIN" | "LEAST_CONNECTIONS" | "SOURCE_IP") | null;
            /** Priority */
            priority?: number | null;
            runtime_config?: components["schemas"]["RuntimeConfig"] | null;
            /** Schedule */
            schedule?: components["schemas"]["Schedule"][] | null;
            /** Service Secrets */
            service_secrets?: components["schemas"]["ServiceSecret"][] | null;
            /** Status */
            status?: ("running" | "stopped") | null;
            /** Traffic Rules */
            traffic_rules?: components["schemas"]["TrafficRule"][] | null;
        };
        /**
         * ServiceV2
         * @description A service.
         */
        ServiceV2: {
            /** Create At */
            create_at: string;
            /** Deploy Timeout Minutes */
            deploy_timeout_minutes?: number | null;
            /**
             * Deploy Type
             * @default SINGLE
             */
            deploy_type?: string;
            /** Failure Reason */
            failure_reason?: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Predict Url */
            predict_url?: components["schemas"]["PredictUrl"][] | null;
            /** Schedule */
            schedule: components["schemas"]["ScheduleAnswer"][];
            /** Status */
            status: string;
            /** Tags */
            tags: components["schemas"]["TagOfService"][];
            /** Task Type */
            task_type?: string | null;
            /**
             * Type
             * @default REAL_TIME
             */
            type?: string;
            /** Update At */
            update_at: string;
            version: components["schemas"]["VersionOfService"];
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ServiceV2Item
         * @description A service as lists show it.
         */
        ServiceV2Item: {
            /** Auth Type */
            auth_type: string;
            /** Create At */
            create_at: number;
            /**
             * Deploy Type
             * @default SINGLE
             */
            deploy_type?: string;
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Schedule */
            schedule: components["schemas"]["ScheduleAnswer"][];
            /** Status */
            status: string;
            /** Tags */
            tags: components["schemas"]["TagOfService"][];
            /** Task Type */
            task_type?: string | null;
            /**
             * Type
             * @default REAL_TIME
             */
            type?: string;
            /** Update At */
            update_at: number;
            /** User Name */
            user_name: string;
            /** Version */
            version: string;
            /** Version Count */
            version_count: number;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ServiceV2Page
         * @description A page of services.
         */
        ServiceV2Page: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["ServiceV2Item"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * ServicesDeleted
         * @description Services that are being deleted.
         */
        ServicesDeleted: {
            /** Service Responses */
            service_responses: components["schemas"]["ServiceV2"][];
        };
        /**
         * ServicesToDelete
         * @description Services, by their ids.
         */
        ServicesToDelete: {
            /** Service Ids */
            service_ids: string[];
        };
        /**
         * Session
         * @description A console session; the proof itself is in the cookie.
         */
        Session: {
            /** Csrf Token */
            csrf_token: string;
            /** Expires At */
            expires_at: number;
            /** Must Change Password */
            must_change_password: boolean;
            /** Projects */
            projects: components["schemas"]["modelyard__iam__schemas__tokens__Reference"][];
            user: components["schemas"]["SessionUser-Output"];
        };
        /**
         * SessionCreate
         * @description What somebody types to log in.
         */
        SessionCreate: {
            /** Domain Name */
            domain_name: string;
            /** Passcode */
            passcode?: string | null;
            /** Password */
            password: string;
            /** User Name */
            user_name: string;
        };
        /**
         * SessionUser
         * @description How the session of an agency is called.
         */
        "SessionUser-Input": {
            /** Name */
            name: string;
        };
        /**
         * SessionUser
         * @description Who is logged in.
         */
        "SessionUser-Output": {
            domain: components["schemas"]["modelyard__iam__schemas__tokens__Reference"];
            /** Id */
            id: string;
            /** Is Domain Owner */
            is_domain_owner: boolean;
            /** Name */
            name: string;
        };
        /**
         * SignedURL
         * @description A URL with the headers that must be sent with it.
         */
        SignedURL: {
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /** Method */
            method: string;
            /** Url */
            url: string;
        };
        /**
         * SignedURLs
         * @description Signed URLs in the order of the requests.
         */
        SignedURLs: {
            /** Urls */
            urls: components["schemas"]["SignedURL"][];
        };
        /**
         * SignedURLsCreate
         * @description Requests to sign, and how long the URLs are to be good.
         */
        SignedURLsCreate: {
            /**
             * Expires Seconds
             * @default 3600
             */
            expires_seconds?: number;
            /** Requests */
            requests: components["schemas"]["URLRequest"][];
        };
        /**
         * Simulation
         * @description What is asked: may this user perform these actions on this thing, under these circumstances?
         */
        Simulation: {
            /** Actions */
            actions: string[];
            /**
             * Context
             * @default {}
             */
            context?: {
                [key: string]: string;
            };
            /**
             * Resource
             * @default *
             */
            resource?: string;
            /** User Id */
            user_id: string;
        };
        /**
         * SimulationAnswer
         * @description One result per action, in order.
         */
        SimulationAnswer: {
            /** Results */
            results: components["schemas"]["SimulationResult"][];
        };
        /**
         * SimulationResult
         * @description Whether, and why.
         */
        SimulationResult: {
            /** Action */
            action: string;
            /** Allowed */
            allowed: boolean;
            /** Policy Name */
            policy_name: string | null;
            reason: components["schemas"]["Reason"];
        };
        /**
         * SizeInfo
         * @description Memory or disk.
         */
        SizeInfo: {
            /** Size */
            size: number;
            /** Unit */
            unit: string;
        };
        /**
         * SmartTaskAnswer
         * @description A smart task as it is shown. create_time: as text, in UTC.
         */
        SmartTaskAnswer: {
            /** Annotated Sample Count */
            annotated_sample_count?: number | null;
            /** Code */
            code: string;
            /** Config */
            config: {
                [key: string]: unknown;
            };
            /** Create Time */
            create_time: string;
            /** Dataset Id */
            dataset_id?: string | null;
            /** Elapsed Time */
            elapsed_time: number;
            /** Error Code */
            error_code?: string | null;
            /** Error Detail */
            error_detail?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Export Type */
            export_type?: number | null;
            /** Message */
            message: string;
            /** Model Name */
            model_name?: string | null;
            /** Model Version */
            model_version?: string | null;
            /** Progress */
            progress: number;
            /** Resource Id */
            resource_id?: string | null;
            /** Result */
            result: {
                [key: string]: unknown;
            };
            /** Status */
            status: number;
            /** Task Id */
            task_id: string;
            /** Task Name */
            task_name: string;
            /** Total Sample Count */
            total_sample_count?: number | null;
            /** Type */
            type?: number | null;
            /** Unconfirmed Sample Count */
            unconfirmed_sample_count?: number | null;
        };
        /**
         * SmartTaskConfig
         * @description How a smart task works.
         */
        SmartTaskConfig: {
            /** Algorithm Type */
            algorithm_type?: ("fast" | "accurate") | null;
            /**
             * Ambiguity
             * @default false
             */
            ambiguity?: boolean;
            /**
             * Image Brightness
             * @default false
             */
            image_brightness?: boolean;
            /**
             * Image Colorfulness
             * @default false
             */
            image_colorfulness?: boolean;
            /** Model Id */
            model_id?: string | null;
            /** N Clusters */
            n_clusters?: number | null;
            /** Name */
            name?: string | null;
            /** Output Dir */
            output_dir?: string | null;
            /** Property */
            property?: string | null;
            /** Result Type */
            result_type?: number | null;
            /** Service Id */
            service_id?: string | null;
        };
        /**
         * SmartTaskCreate
         * @description A smart task to start. type: the older form of task_type, which some clients send.
         */
        SmartTaskCreate: {
            /**
             * Collect Key Sample
             * @default false
             */
            collect_key_sample?: boolean;
            /**
             * @default {
             *       "ambiguity": false,
             *       "image_brightness": false,
             *       "image_colorfulness": false
             *     }
             */
            config?: components["schemas"]["SmartTaskConfig"];
            /** Export Type */
            export_type?: number | null;
            /** Model Id */
            model_id?: string | null;
            /** Task Type */
            task_type?: string | null;
            /** Type */
            type?: number | null;
        };
        /**
         * SmartTaskList
         * @description A page of smart tasks.
         */
        SmartTaskList: {
            /**
             * Exist Running Deploy Task
             * @default false
             */
            exist_running_deploy_task?: boolean;
            /** Tasks */
            tasks: components["schemas"]["SmartTaskAnswer"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * SortDirection
         * @description Which end of a list comes first.
         * @enum {string}
         */
        SortDirection: "ASC" | "DESC";
        /**
         * Spec
         * @description With what, and how, the job runs.
         */
        Spec: {
            /** Asset Id */
            asset_id?: unknown;
            /** Asset Model */
            asset_model?: unknown;
            auto_stop?: components["schemas"]["AutoStop"] | null;
            /** Custom Metrics */
            custom_metrics?: unknown;
            /** Log Export Config */
            log_export_config?: unknown;
            log_export_path?: components["schemas"]["LogExportPath"] | null;
            notification?: components["schemas"]["modelyard__training__schemas__requests__Notification"] | null;
            /** Output Model */
            output_model?: unknown;
            /** Reserved Time */
            reserved_time?: unknown;
            resource?: components["schemas"]["Resource"] | null;
            /** Retention */
            retention?: unknown;
            schedule_policy?: components["schemas"]["SchedulePolicy"] | null;
            /** Volumes */
            volumes?: components["schemas"]["Volume"][] | null;
        };
        /**
         * SpecAnswer
         * @description With what, and how, the job runs.
         */
        SpecAnswer: {
            auto_stop: components["schemas"]["AutoStopAnswer"] | null;
            log_export_path: components["schemas"]["LogExportPathAnswer"];
            resource: components["schemas"]["ResourceAnswer"];
            schedule_policy: components["schemas"]["SchedulePolicyAnswer"];
            /** Volumes */
            volumes: components["schemas"]["VolumeAnswer"][];
        };
        /**
         * SpecOfUnit
         * @description A size of one's own. memory: in MB.
         */
        SpecOfUnit: {
            /** Arch */
            arch?: ("x86" | "arm64") | null;
            /** Ascend */
            ascend?: number | null;
            /** Cpu */
            cpu: number;
            /** Gpu */
            gpu?: number | null;
            /** Memory */
            memory: number;
        };
        /**
         * SpecificationItem
         * @description A size that instances can have.
         */
        SpecificationItem: {
            /** Billing Spec */
            billing_spec: string;
            /** Category */
            category: string;
            /** Cpu Info */
            cpu_info: {
                [key: string]: unknown;
            };
            /** Display Cn */
            display_cn: string;
            /** Display En */
            display_en: string;
            /**
             * Extend Params
             * @default 1
             */
            extend_params?: number;
            /** Gpu Info */
            gpu_info?: {
                [key: string]: unknown;
            } | null;
            /**
             * Is Free
             * @default false
             */
            is_free?: boolean;
            /**
             * Is Open
             * @default true
             */
            is_open?: boolean;
            /** Memory Info */
            memory_info: {
                [key: string]: unknown;
            };
            /** Npu Info */
            npu_info?: {
                [key: string]: unknown;
            } | null;
            /**
             * Over Quota
             * @default false
             */
            over_quota?: boolean;
            /**
             * Source Type
             * @default empty
             */
            source_type?: string;
            /**
             * Spec Status
             * @default normal
             */
            spec_status?: string;
            /** Specification */
            specification: string;
        };
        /**
         * SpecificationList
         * @description The sizes that instances can have.
         */
        SpecificationList: {
            /** Count */
            count: number;
            /** Specifications */
            specifications: components["schemas"]["SpecificationItem"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * SplitCounts
         * @description Ours: how many samples a split would give, of each set, in all and by label. unused: samples that get no mark.
         */
        SplitCounts: {
            /** Labels */
            labels: components["schemas"]["VersionLabel"][];
            /** Total */
            total: number;
            /** Unused */
            unused: number;
            /** Usages */
            usages: {
                [key: string]: number;
            };
        };
        /**
         * SplitMethod
         * @description How samples are divided into sets for training, evaluation and test.
         * @enum {string}
         */
        SplitMethod: "none" | "random" | "stratified" | "group";
        /**
         * SplitPreview
         * @description Ours: a split to try.
         */
        SplitPreview: {
            split: components["schemas"]["SplitWanted"];
        };
        /**
         * SplitWanted
         * @description How to divide samples; shares add up to 1. by: for groups, `folder` or the name of an attribute of samples.
         */
        SplitWanted: {
            /**
             * By
             * @default folder
             */
            by?: string;
            /**
             * Evaluate
             * @default 0.2
             */
            evaluate?: number;
            /** @default stratified */
            method?: components["schemas"]["SplitMethod"];
            /**
             * Seed
             * @default 0
             */
            seed?: number;
            /**
             * Test
             * @default 0
             */
            test?: number;
            /**
             * Train
             * @default 0.8
             */
            train?: number;
        };
        /**
         * StageInfo
         * @description One stage of a run. Times are milliseconds since the epoch; `end_time` is empty while the stage lasts.
         */
        StageInfo: {
            /** En Message */
            en_message: string;
            /** End Time */
            end_time: string;
            /** Job Id */
            job_id: string;
            name: components["schemas"]["StageName"];
            /** Stage Order */
            stage_order: number;
            /** Start Time */
            start_time: string;
            /** Sub Stages */
            sub_stages: components["schemas"]["SubStage"][];
            /** Zh Message */
            zh_message: string;
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
         * StartedAnalysis
         * @description The id of an analysis that was started.
         */
        StartedAnalysis: {
            /** Analysis Id */
            analysis_id: string;
        };
        /**
         * StateAnswer
         * @description What was said about a sample for a while. before: the revision that replaced it; left out for what is said now.
         */
        StateAnswer: {
            /** Before */
            before?: number | null;
            /** Changed At */
            changed_at: number;
            /** Changed By */
            changed_by: string;
            /** Labels */
            labels: {
                [key: string]: unknown;
            }[];
            /** Sample Status */
            sample_status: string;
        };
        /**
         * StopSchedule
         * @description When the service stops by itself.
         */
        StopSchedule: {
            /** Duration */
            duration: number;
            /**
             * Time Unit
             * @enum {string}
             */
            time_unit: "DAYS" | "HOURS" | "MINUTES";
            /**
             * Type
             * @constant
             */
            type: "STOP";
        };
        /**
         * StorageSpace
         * @description Where objects are kept and how much room there is, in bytes; an external store does not tell its sizes.
         */
        StorageSpace: {
            /** Engine */
            engine: string;
            /** Free Bytes */
            free_bytes: number | null;
            /** Location */
            location: string;
            /** Total Bytes */
            total_bytes: number | null;
            /** Used Bytes */
            used_bytes: number | null;
        };
        /**
         * StorageTask
         * @description A storage task. `waiting_reason` says why it waits for another attempt; totals are null until they are counted.
         */
        StorageTask: {
            /** Created At */
            created_at: number;
            /** Done Bytes */
            done_bytes: number;
            /** Done Files */
            done_files: number;
            error: components["schemas"]["TaskError"] | null;
            /** Failed Files */
            failed_files: number;
            /** Finished At */
            finished_at: number | null;
            /** Id */
            id: string;
            kind: components["schemas"]["TaskKind"];
            /** Overwrite */
            overwrite: boolean;
            /** Problems */
            problems: components["schemas"]["TaskProblem"][];
            /** Skipped Files */
            skipped_files: number;
            /** Source */
            source: string;
            /** Started At */
            started_at: number | null;
            state: components["schemas"]["TaskState"];
            /** Target */
            target: string | null;
            /** Total Bytes */
            total_bytes: number | null;
            /** Total Files */
            total_files: number | null;
            /** User Name */
            user_name: string;
            /** Waiting Reason */
            waiting_reason: string | null;
        };
        /**
         * StorageTaskList
         * @description A page of tasks, newest first.
         */
        StorageTaskList: {
            /** Count */
            count: number;
            /** Tasks */
            tasks: components["schemas"]["StorageTask"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * SubStage
         * @description A step within a stage. `create_time`: when it began, in milliseconds since the epoch.
         */
        SubStage: {
            /** Create Time */
            create_time: string;
            /** En Message */
            en_message: string;
            /** Name */
            name: string;
            /** Zh Message */
            zh_message: string;
        };
        /**
         * SummaryAnswer
         * @description Figures of the values of a metric. deviation: of the population.
         */
        SummaryAnswer: {
            /** Deviation */
            deviation: number;
            /** Largest */
            largest: number;
            /** Mean */
            mean: number;
            /** Median */
            median: number;
            /** Smallest */
            smallest: number;
            /** Values */
            values: number;
        };
        /**
         * TableAnswer
         * @description The first rows of a table; the first of them may be its header.
         */
        TableAnswer: {
            /** Rows */
            rows: string[][];
        };
        /**
         * Tag
         * @description A tag of a service.
         */
        Tag: {
            /** Key */
            key: string;
            /**
             * Value
             * @default
             */
            value?: string;
        };
        /**
         * TagList
         * @description The tags of a service.
         */
        TagList: {
            /** Tags */
            tags: components["schemas"]["TagOfService"][];
        };
        /**
         * TagMatch
         * @description A property of the service itself; its name is the only one.
         */
        TagMatch: {
            /**
             * Key
             * @constant
             */
            key: "resource_name";
            /**
             * Value
             * @default
             */
            value?: string;
        };
        /**
         * TagOfService
         * @description A tag.
         */
        TagOfService: {
            /** Key */
            key: string;
            /** Value */
            value: string;
        };
        /**
         * TagSearch
         * @description A key with the values that will do; none for any.
         */
        TagSearch: {
            /** Key */
            key: string;
            /** Values */
            values?: string[];
        };
        /**
         * TagWithValues
         * @description A key with all its values.
         */
        TagWithValues: {
            /** Key */
            key: string;
            /** Values */
            values: string[];
        };
        /**
         * TaggedCount
         * @description How many services.
         */
        TaggedCount: {
            /** Total Count */
            total_count: number;
        };
        /**
         * TaggedSearch
         * @description Which services are looked for.
         */
        TaggedSearch: {
            /** Limit */
            limit?: number | null;
            /** Matches */
            matches?: components["schemas"]["TagMatch"][];
            /** Offset */
            offset?: number | null;
            /** Tags */
            tags?: components["schemas"]["TagSearch"][];
            /**
             * Without Any Tag
             * @default false
             */
            without_any_tag?: boolean;
        };
        /**
         * TaggedService
         * @description A service with its tags.
         */
        TaggedService: {
            /** Resource Detail */
            resource_detail: {
                [key: string]: unknown;
            };
            /** Resource Id */
            resource_id: string;
            /** Resource Name */
            resource_name: string;
            /** Tags */
            tags: components["schemas"]["TagOfService"][];
        };
        /**
         * TaggedServices
         * @description A page of services with their tags.
         */
        TaggedServices: {
            /** Resources */
            resources: components["schemas"]["TaggedService"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * TagsOfService
         * @description Tags to be set or taken away.
         */
        TagsOfService: {
            /** Resource Id */
            resource_id?: string | null;
            /** Tags */
            tags: components["schemas"]["Tag"][];
        };
        /**
         * TaskCreate
         * @description What is to be done.
         *
         *     source: `obs://bucket/key`: an archive to unpack, or an object or folder to delete; for an import a directory or file
         *     of the server. target: the folder that receives it; not for a deletion. overwrite: replace objects that are there.
         */
        TaskCreate: {
            kind: components["schemas"]["TaskKind"];
            /**
             * Overwrite
             * @default false
             */
            overwrite?: boolean;
            /** Source */
            source: string;
            /** Target */
            target?: string | null;
        };
        /**
         * TaskCreated
         * @description The id of a task.
         */
        TaskCreated: {
            /** Task Id */
            task_id: string;
        };
        /**
         * TaskCurves
         * @description The curves of one run of one task.
         */
        TaskCurves: {
            /** Attempt */
            attempt: number;
            /** Curves */
            curves: components["schemas"]["Curve"][];
            /** Task */
            task: string;
        };
        /**
         * TaskError
         * @description Why a task failed.
         */
        TaskError: {
            /** Error Code */
            error_code: string;
            /** Error Msg */
            error_msg: string;
        };
        /**
         * TaskHistory
         * @description Where a task ran. `schedule_count`: in which run of the job, from 1.
         */
        TaskHistory: {
            /** Host Ip */
            host_ip: string;
            /** Ip */
            ip: string;
            /** Schedule Count */
            schedule_count: number;
            /** Task */
            task: string;
        };
        /**
         * TaskIP
         * @description Where a task runs.
         */
        TaskIP: {
            /** Host Ip */
            host_ip: string;
            /** Ip */
            ip: string;
            /** Schedule Count */
            schedule_count: number;
            /** Task */
            task: string;
        };
        /**
         * TaskKind
         * @description What a storage task does.
         * @enum {string}
         */
        TaskKind: "extract" | "import" | "delete";
        /**
         * TaskLimit
         * @description How many requests may wait in an asynchronous service.
         */
        TaskLimit: {
            /**
             * Max Task
             * @default 0
             */
            max_task?: number;
        };
        /**
         * TaskProblem
         * @description A file that was passed over, and why.
         */
        TaskProblem: {
            /** Path */
            path: string;
            /** Reason */
            reason: string;
        };
        /**
         * TaskState
         * @description How far a storage task is.
         * @enum {string}
         */
        TaskState: "waiting" | "running" | "succeeded" | "failed" | "canceled";
        /**
         * TaskStatus
         * @description How a task ended.
         *
         *     exit_code: as shells count: 128 and the number of the signal for a program that a signal killed; null where there
         *     was none. message: one sentence, with what to do where we know it. last_lines: the end of its log.
         */
        TaskStatus: {
            /** Ended By */
            ended_by: string;
            /** Exit Code */
            exit_code: number | null;
            /** Last Lines */
            last_lines: string[];
            /** Message */
            message: string;
            /** Out Of Memory */
            out_of_memory: boolean;
            /** Peak Memory Bytes */
            peak_memory_bytes: number | null;
            /** Signal */
            signal: number | null;
            /** Task */
            task: string;
        };
        /**
         * TaskTeam
         * @description A team that takes part. workers: those of them who do; all of them if none are named.
         */
        TaskTeam: {
            /**
             * Workers
             * @default []
             */
            workers?: components["schemas"]["TaskWorker"][];
            /** Workforce Id */
            workforce_id: string;
            /** Workforce Name */
            workforce_name?: string | null;
        };
        /**
         * TaskWorker
         * @description Somebody who takes part, by address or by id.
         */
        TaskWorker: {
            /** Email */
            email?: string | null;
            /** Worker Id */
            worker_id?: string | null;
        };
        /**
         * TeamAnswer
         * @description A team as it is shown.
         */
        TeamAnswer: {
            /** Create Time */
            create_time: number;
            /** Description */
            description: string;
            /** Update Time */
            update_time: number;
            /** Worker Count */
            worker_count: number;
            /** Workforce Id */
            workforce_id: string;
            /** Workforce Name */
            workforce_name: string;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * TeamAssigned
         * @description Ours: how many samples a member has by now.
         */
        TeamAssigned: {
            /** Sample Count */
            sample_count: number;
        };
        /**
         * TeamAssignment
         * @description Ours: samples that a member gets, from the dataset or from another member. No samples: all that he has left.
         */
        TeamAssignment: {
            /** From Worker Id */
            from_worker_id?: string | null;
            /**
             * Samples
             * @default []
             */
            samples?: string[];
            /** To Worker Id */
            to_worker_id: string;
        };
        /**
         * TeamCreate
         * @description A team to make. Ours: `workspace_id`.
         */
        TeamCreate: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Workforce Name */
            workforce_name: string;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * TeamList
         * @description A page of teams.
         */
        TeamList: {
            /** Total Number */
            total_number: number;
            /** Workforces */
            workforces: components["schemas"]["TeamAnswer"][];
        };
        /**
         * TeamSampleAnswer
         * @description A sample as a member has it. Ours: `seconds`, `review_by`, `closed`: why he cannot change it.
         */
        TeamSampleAnswer: {
            /** Annotated By */
            annotated_by?: string | null;
            /** Check Accept */
            check_accept?: boolean | null;
            /** Check Comment */
            check_comment?: string | null;
            /** Check Score */
            check_score?: string | null;
            /**
             * Closed
             * @default false
             */
            closed?: boolean;
            /**
             * Is Sampled
             * @default false
             */
            is_sampled?: boolean;
            /** Labelers */
            labelers: components["schemas"]["Labeler"][];
            /** Labels */
            labels: {
                [key: string]: unknown;
            }[];
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /** Review Accept */
            review_accept?: boolean | null;
            /** Review By */
            review_by?: string | null;
            /** Review Comment */
            review_comment?: string | null;
            /** Review Score */
            review_score?: string | null;
            /**
             * Revision
             * @default 0
             */
            revision?: number;
            /** Sample Data */
            sample_data?: string[] | null;
            /** Sample Dir */
            sample_dir: string;
            /** Sample Id */
            sample_id: string;
            /** Sample Name */
            sample_name: string;
            /** Sample Size */
            sample_size: number;
            /** Sample Status */
            sample_status: string;
            /** Sample Time */
            sample_time: number;
            /** Sample Type */
            sample_type: number;
            /** Sample Usage */
            sample_usage?: string | null;
            /** Score */
            score?: string | null;
            /**
             * Seconds
             * @default 0
             */
            seconds?: number;
            /** Source */
            source?: string | null;
            /** Worker Id */
            worker_id: string;
        };
        /**
         * TeamSampleLabels
         * @description What a member says about a sample. Ours: `seconds` that he spent on it since he last saved.
         */
        TeamSampleLabels: {
            /**
             * Labels
             * @default []
             */
            labels?: components["schemas"]["SampleLabel"][];
            /** Metadata */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** Revision */
            revision?: number | null;
            /** Sample Id */
            sample_id: string;
            /** Sample Usage */
            sample_usage?: ("TRAIN" | "EVAL" | "TEST" | "INFERENCE" | "") | null;
            /**
             * Seconds
             * @default 0
             */
            seconds?: number;
            /** Worker Id */
            worker_id?: string | null;
        };
        /**
         * TeamSampleList
         * @description A page of samples of a task.
         */
        TeamSampleList: {
            /** Sample Count */
            sample_count: number;
            /** Samples */
            samples: components["schemas"]["TeamSampleAnswer"][];
        };
        /**
         * TeamSampleStats
         * @description How many samples are in which state.
         */
        TeamSampleStats: {
            /**
             * Accepted Sample Count
             * @default 0
             */
            accepted_sample_count?: number;
            /**
             * Auto Annotation Sample Count
             * @default 0
             */
            auto_annotation_sample_count?: number;
            /**
             * Deleted Sample Count
             * @default 0
             */
            deleted_sample_count?: number;
            /**
             * Rejected Sample Count
             * @default 0
             */
            rejected_sample_count?: number;
            /**
             * Sampled Sample Count
             * @default 0
             */
            sampled_sample_count?: number;
            /**
             * Total Sample Count
             * @default 0
             */
            total_sample_count?: number;
            /**
             * Unannotated Sample Count
             * @default 0
             */
            unannotated_sample_count?: number;
            /**
             * Uncheck Sample Count
             * @default 0
             */
            uncheck_sample_count?: number;
            /**
             * Unreviewed Sample Count
             * @default 0
             */
            unreviewed_sample_count?: number;
        };
        /**
         * TeamSamplesUpdate
         * @description Samples to label. Ours: `draft`: not handed in yet.
         */
        TeamSamplesUpdate: {
            /**
             * Draft
             * @default false
             */
            draft?: boolean;
            /** Samples */
            samples: components["schemas"]["TeamSampleLabels"][];
        };
        /**
         * TeamStats
         * @description How many take part.
         */
        TeamStats: {
            /** Labeler Count */
            labeler_count: number;
            /** Reviewer Count */
            reviewer_count: number;
            /** Workforce Count */
            workforce_count: number;
        };
        /**
         * TeamTaskAnswer
         * @description A team task as it is shown. Ours: `assignment`, `roles` of the caller (3 for who may change it), `busy`.
         */
        TeamTaskAnswer: {
            /** Annotated Sample Count */
            annotated_sample_count: number;
            /** Assignment */
            assignment: string;
            /** Auto Sync Dataset */
            auto_sync_dataset: boolean;
            /** Busy */
            busy?: string | null;
            /** Check Rate */
            check_rate: number;
            checking_task_desc?: components["schemas"]["CheckDesc"] | null;
            /** Create Time */
            create_time: number;
            /** Dataset Id */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            /** Dataset Type */
            dataset_type: number;
            /** Description */
            description: string;
            /** Label Stats */
            label_stats?: components["schemas"]["LabelStats"][] | null;
            /** Pass Rate */
            pass_rate: number;
            /** Project Id */
            project_id: string;
            /** Repetition */
            repetition: number;
            /** Roles */
            roles: number[];
            /**
             * Sample Search Conditions
             * @default []
             */
            sample_search_conditions?: {
                [key: string]: unknown;
            }[];
            sample_stats?: components["schemas"]["TeamSampleStats"] | null;
            /** Score */
            score: number;
            /** Status */
            status: number;
            /** Synchronize Auto Labeling Data */
            synchronize_auto_labeling_data: boolean;
            /** Synchronize Data */
            synchronize_data: boolean;
            /** Task Id */
            task_id: string;
            /** Task Name */
            task_name: string;
            /** Task Type */
            task_type: number;
            /** Total Sample Count */
            total_sample_count: number;
            /** Update Time */
            update_time: number;
            /** Worker Ids */
            worker_ids: string[];
            /** Worker Stats */
            worker_stats?: components["schemas"]["WorkerTask"][] | null;
            workforce_stats?: components["schemas"]["TeamStats"] | null;
            /**
             * Workforce Task
             * @default true
             */
            workforce_task?: boolean;
            /** Workforces Config */
            workforces_config: {
                [key: string]: unknown;
            };
        };
        /**
         * TeamTaskCreate
         * @description A team task to make. Ours: `assignment`: samples are handed out evenly, or by `AssignWorkforceTaskSamples`.
         */
        TeamTaskCreate: {
            /**
             * Assignment
             * @default even
             * @enum {string}
             */
            assignment?: "even" | "manual";
            /**
             * Auto Sync Dataset
             * @default true
             */
            auto_sync_dataset?: boolean;
            /** Data Sync Type */
            data_sync_type?: number | null;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Repetition
             * @default 1
             */
            repetition?: number;
            /** Sample Conditions */
            sample_conditions?: string | null;
            /**
             * Synchronize Auto Labeling Data
             * @default false
             */
            synchronize_auto_labeling_data?: boolean;
            /**
             * Synchronize Data
             * @default false
             */
            synchronize_data?: boolean;
            /** Task Name */
            task_name?: string | null;
            /**
             * @default {
             *       "workforces": []
             *     }
             */
            workforces_config?: components["schemas"]["WorkforcesConfig"];
        };
        /**
         * TeamTaskList
         * @description A page of team tasks.
         */
        TeamTaskList: {
            /** Count */
            count: number;
            /** Tasks */
            tasks: components["schemas"]["TeamTaskAnswer"][];
        };
        /**
         * TeamTaskMetrics
         * @description Counts of samples by state, for each member.
         */
        TeamTaskMetrics: {
            /** Sample Stats */
            sample_stats: {
                [key: string]: {
                    [key: string]: number;
                };
            };
        };
        /**
         * TeamTaskReport
         * @description Ours: what each member did, and how far they agree. compared: samples that several members labelled.
         *
         *     is_whole: whether all of these were compared, or the first of them.
         */
        TeamTaskReport: {
            /** Alikeness */
            alikeness?: number | null;
            /** Compared */
            compared: number;
            /** Is Whole */
            is_whole: boolean;
            /** Kappa */
            kappa?: number | null;
            /** Members */
            members: components["schemas"]["MemberReport"][];
            /** Pairs */
            pairs: components["schemas"]["PairAgreement"][];
        };
        /**
         * TeamTaskStart
         * @description Who takes part in a task that its manager starts.
         */
        TeamTaskStart: {
            /** Dataset Id */
            dataset_id?: string | null;
            /** Task Id */
            task_id?: string | null;
            /**
             * @default {
             *       "workforces": []
             *     }
             */
            workforces_config?: components["schemas"]["WorkforcesConfig"];
        };
        /**
         * TeamTaskStats
         * @description Figures of a task.
         */
        TeamTaskStats: {
            /**
             * Data Spliting Enable
             * @default false
             */
            data_spliting_enable?: boolean;
            /** Grouped Label Stats */
            grouped_label_stats: {
                [key: string]: components["schemas"]["LabelStats"][];
            };
            /** Key Sample Stats */
            key_sample_stats: {
                [key: string]: number;
            };
            /** Label Stats */
            label_stats: components["schemas"]["LabelStats"][];
            /** Sample Stats */
            sample_stats: {
                [key: string]: number;
            };
        };
        /**
         * TeamTaskUpdate
         * @description What changes of a team task; members can be added. Ours: `end`: nobody works on it any more.
         */
        TeamTaskUpdate: {
            /** Dataset Id */
            dataset_id?: string | null;
            /** Description */
            description?: string | null;
            /**
             * End
             * @default false
             */
            end?: boolean;
            /** Task Id */
            task_id?: string | null;
            /** Task Name */
            task_name?: string | null;
            workforces_config?: components["schemas"]["WorkforcesConfig"] | null;
        };
        /**
         * TeamUpdate
         * @description What changes of a team.
         */
        TeamUpdate: {
            /** Description */
            description?: string | null;
            /** Workforce Name */
            workforce_name?: string | null;
        };
        /**
         * TemplateAnswer
         * @description A template.
         */
        TemplateAnswer: {
            /** Arch */
            arch: string;
            /** Description Cn */
            description_cn: string;
            /** Description En */
            description_en: string;
            /** Template Docs */
            template_docs: {
                [key: string]: string;
            }[];
            /** Template Id */
            template_id: string;
            /** Template Inputs */
            template_inputs: components["schemas"]["TemplateInputAnswer"][];
            /** Template Labels */
            template_labels: {
                [key: string]: string;
            };
            /** Template Name Cn */
            template_name_cn: string;
            /** Template Name En */
            template_name_en: string;
        };
        /**
         * TemplateChoice
         * @description A template with its inputs. infer_format: the id of an input and output mode, instead of the template's own.
         */
        TemplateChoice: {
            /** Infer Format */
            infer_format?: string | null;
            /** Template Id */
            template_id: string;
            /** Template Inputs */
            template_inputs: components["schemas"]["TemplateInput"][];
        };
        /**
         * TemplateInput
         * @description A place for one input of a template.
         */
        TemplateInput: {
            /** Input */
            input: string;
            /** Input Id */
            input_id: string;
        };
        /**
         * TemplateInputAnswer
         * @description What a template has to be given.
         */
        TemplateInputAnswer: {
            /** Description Cn */
            description_cn: string;
            /** Description En */
            description_en: string;
            /** Input Id */
            input_id: string;
            /** Input Type */
            input_type: string;
            /** Name Cn */
            name_cn: string;
            /** Name En */
            name_en: string;
        };
        /**
         * TemplateList
         * @description A page of templates.
         */
        TemplateList: {
            /** Count */
            count: number;
            /** Templates */
            templates: components["schemas"]["TemplateAnswer"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * TemplateParam
         * @description What is done: a kind of processing, and operators of it in their order.
         */
        TemplateParam: {
            /** Id */
            id: string;
            /** Name */
            name?: string | null;
            /**
             * Operator Params
             * @default []
             */
            operator_params?: components["schemas"]["OperatorParam"][];
        };
        /**
         * TemporaryCredential
         * @description A temporary access key with its security token.
         */
        TemporaryCredential: {
            /** Access */
            access: string;
            /** Expires At */
            expires_at: string;
            /** Secret */
            secret: string;
            /** Securitytoken */
            securitytoken: string;
        };
        /**
         * TemporaryKey
         * @description A temporary key, shown once. Times are milliseconds since the epoch.
         */
        TemporaryKey: {
            /** Api Key */
            api_key: string;
            /** Create Time */
            create_time: number;
            /** Expire Time */
            expire_time: number;
        };
        /**
         * TemporaryKeyCreate
         * @description A key for some hours.
         */
        TemporaryKeyCreate: {
            /**
             * Expire Time
             * @description Hours.
             */
            expire_time: number;
            /**
             * Workspace Id
             * @default 0
             */
            workspace_id?: string;
        };
        /**
         * Token
         * @description What a token says.
         */
        Token: {
            assumed_by?: components["schemas"]["AssumedBy"] | null;
            /** Catalog */
            catalog?: components["schemas"]["CatalogEntry"][] | null;
            domain?: components["schemas"]["modelyard__iam__schemas__tokens__Reference"] | null;
            /** Expires At */
            expires_at: string;
            /** Issued At */
            issued_at: string;
            /** Methods */
            methods: string[];
            /** Mfa Authn At */
            mfa_authn_at?: string | null;
            project?: components["schemas"]["ScopedReference"] | null;
            /** Roles */
            roles: components["schemas"]["modelyard__iam__schemas__tokens__Reference"][];
            user: components["schemas"]["TokenUser"];
        };
        /**
         * TokenAnswer
         * @description Answer with a token; the token itself is in the header X-Subject-Token.
         */
        TokenAnswer: {
            token: components["schemas"]["Token"];
        };
        /**
         * TokenIdentity
         * @description The token method; the token may come in X-Auth-Token as well.
         */
        TokenIdentity: {
            /** Duration Seconds */
            duration_seconds?: number | null;
            /** Id */
            id?: string | null;
        };
        /**
         * TokenUser
         * @description Whose token it is; `password_expires_at` is empty when the password never expires.
         */
        TokenUser: {
            domain: components["schemas"]["modelyard__iam__schemas__tokens__Reference"];
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Password Expires At
             * @default
             */
            password_expires_at?: string;
        };
        /**
         * TotpIdentity
         * @description The one-time passcode that comes with a password.
         */
        TotpIdentity: {
            user: components["schemas"]["TotpUser"];
        };
        /**
         * TotpUser
         * @description A user and the passcode of his device.
         */
        TotpUser: {
            /** Id */
            id: string;
            /** Passcode */
            passcode: string;
        };
        /**
         * Trace
         * @description One call.
         */
        Trace: {
            /** Api Version */
            api_version: string;
            /** Code */
            code: string;
            /** Record Time */
            record_time: number;
            /** Request */
            request: string;
            /** Request Id */
            request_id: string;
            /** Resource Id */
            resource_id: string;
            /** Resource Name */
            resource_name: string;
            /** Resource Type */
            resource_type: string;
            /** Response */
            response: string;
            /** Service Type */
            service_type: string;
            /** Source Ip */
            source_ip: string;
            /** Time */
            time: number;
            /** Trace Id */
            trace_id: string;
            /** Trace Name */
            trace_name: string;
            trace_rating: components["schemas"]["TraceRating"];
            /**
             * Trace Type
             * @enum {string}
             */
            trace_type: "ApiCall" | "ConsoleAction";
            user: components["schemas"]["TraceUser"];
        };
        /**
         * TraceRating
         * @description How a call ended: well, refused or failed by the caller's fault, or failed by ours.
         * @enum {string}
         */
        TraceRating: "normal" | "warning" | "incident";
        /**
         * TraceUser
         * @description Who called.
         */
        TraceUser: {
            /** Access Key Id */
            access_key_id?: string | null;
            /** Account Id */
            account_id: string;
            domain?: components["schemas"]["modelyard__iam__schemas__tokens__Reference"] | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** User Name */
            user_name: string;
        };
        /**
         * TracesAnswer
         * @description A page of the trail, the newest first.
         */
        TracesAnswer: {
            meta_data: components["schemas"]["TracesMeta"];
            /** Traces */
            traces: components["schemas"]["Trace"][];
        };
        /**
         * TracesMeta
         * @description How many records are in the answer, and where the next ones begin.
         */
        TracesMeta: {
            /** Count */
            count: number;
            /** Marker */
            marker: string | null;
        };
        /**
         * TrafficRule
         * @description Where the requests of some callers go: the model whose id it names.
         *
         *     condition: `#USER_NAME == 'ann'`, `#HEADER_tier matches 'gold|silver'`, `#HEADER_uid.hashCode() % 100 < 10`.
         *     parameter_name, parameter_value: a header put on the request.
         */
        TrafficRule: {
            /** Condition */
            condition: string;
            /** Model Id */
            model_id: string;
            /**
             * Parameter Name
             * @default
             */
            parameter_name?: string;
            /**
             * Parameter Value
             * @default
             */
            parameter_value?: string;
        };
        /**
         * URLRequest
         * @description A request to the storage endpoint that is to be signed.
         */
        URLRequest: {
            /** Bucket */
            bucket: string;
            /** Content Type */
            content_type?: string | null;
            /** Key */
            key: string;
            /**
             * Method
             * @enum {string}
             */
            method: "GET" | "PUT" | "HEAD" | "DELETE" | "POST";
            /**
             * Query
             * @default {}
             */
            query?: {
                [key: string]: string;
            };
        };
        /**
         * Unauthorized
         * @description What became of each app that was to be shut out.
         */
        Unauthorized: {
            /** Unauth Result */
            unauth_result: components["schemas"]["Result"][];
        };
        /**
         * UnitConfig
         * @description What one instance is.
         */
        UnitConfig: {
            /** Affinity */
            affinity?: {
                [key: string]: unknown;
            } | null;
            /** Cmd */
            cmd?: string | null;
            /** Codes */
            codes?: components["schemas"]["FileOfUnit"][] | null;
            /**
             * Count
             * @default 1
             */
            count?: number;
            /**
             * Cpu Affinity
             * @default false
             */
            cpu_affinity?: boolean;
            custom_spec?: components["schemas"]["SpecOfUnit"] | null;
            /** Dumps */
            dumps?: {
                [key: string]: unknown;
            }[] | null;
            /** Envs */
            envs?: {
                [key: string]: string;
            } | null;
            /** Files */
            files?: components["schemas"]["FileOfUnit"][] | null;
            /** Flavor */
            flavor?: string | null;
            /**
             * Group Count
             * @default 1
             */
            group_count?: number;
            /** Id */
            id?: string | null;
            image: components["schemas"]["ImageOfUnit"];
            liveness_health?: components["schemas"]["HealthOfUnit"] | null;
            /** Models */
            models?: components["schemas"]["FileOfUnit"][] | null;
            /** Name */
            name?: string | null;
            /**
             * Npu Reset Enable
             * @default false
             */
            npu_reset_enable?: boolean;
            /** Pool Resource Flavor */
            pool_resource_flavor?: string | null;
            /** Port */
            port?: number | null;
            readiness_health?: components["schemas"]["HealthOfUnit"] | null;
            /** Recovery */
            recovery?: string | null;
            /** Role */
            role?: string | null;
            /** Security Config */
            security_config?: {
                [key: string]: unknown;
            } | null;
            startup_health?: components["schemas"]["HealthOfUnit"] | null;
            termination_grace?: components["schemas"]["Grace"] | null;
        };
        /**
         * UpdateLog
         * @description One configuration that a service had or was to have. is_live: it is what answers now.
         */
        UpdateLog: {
            /** Cluster Id */
            cluster_id?: string | null;
            /** Config */
            config: {
                [key: string]: unknown;
            }[];
            /** Extend Config */
            extend_config?: string[];
            /** Failed Num */
            failed_num: number;
            /**
             * Is Live
             * @default false
             */
            is_live?: boolean;
            /** Message */
            message?: string | null;
            /** Result */
            result: string;
            /** Result Detail */
            result_detail?: {
                [key: string]: unknown;
            }[];
            /** Rollback Of */
            rollback_of?: number | null;
            /** Success Num */
            success_num: number;
            /** Update Time */
            update_time: number;
            /**
             * User Name
             * @default
             */
            user_name?: string;
        };
        /**
         * UpdateLogList
         * @description The configurations of a service, the newest first.
         */
        UpdateLogList: {
            /** Logs */
            logs: components["schemas"]["UpdateLog"][];
            /** Service Id */
            service_id: string;
            /** Service Name */
            service_name: string;
        };
        /**
         * UpdateMetadata
         * @description Advanced features; none can be changed later.
         */
        UpdateMetadata: {
            /** Annotation */
            annotation?: unknown;
        };
        /**
         * UpdatePriority
         * @description What may change about queueing.
         */
        UpdatePriority: {
            /** Preemptible */
            preemptible?: boolean | null;
            /** Priority */
            priority?: number | null;
        };
        /**
         * UpdateSpec
         * @description What may change about a job.
         */
        UpdateSpec: {
            notification?: components["schemas"]["modelyard__training__schemas__requests__Notification"] | null;
            schedule_policy?: components["schemas"]["UpdatePriority"] | null;
        };
        /**
         * UpgradeConfig
         * @description How instances are replaced.
         */
        UpgradeConfig: {
            rolling_update?: components["schemas"]["RollingUpdate"] | null;
            /**
             * Type
             * @default ROLLING
             * @constant
             */
            type?: "ROLLING";
        };
        /**
         * UploadOutcome
         * @description How it went with one uploaded sample. name: of its file. info: its id, or that of its first line.
         */
        UploadOutcome: {
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Info */
            info?: string | null;
            /** Name */
            name?: string | null;
            /** Success */
            success: boolean;
        };
        /**
         * UploadsOutcome
         * @description How it went with uploaded samples, in order.
         */
        UploadsOutcome: {
            /** Error Code */
            error_code?: string | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Results */
            results: components["schemas"]["UploadOutcome"][];
            /** Success */
            success: boolean;
        };
        /**
         * UsageAnswer
         * @description What a project used in all, by day and by kind, and what runs now.
         */
        UsageAnswer: {
            /** Card Hours */
            card_hours: number;
            /** Core Hours */
            core_hours: number;
            /** Days */
            days: components["schemas"]["UsedOnDay"][];
            /** Kinds */
            kinds: components["schemas"]["UsedByKind"][];
            /** Memory Gib Hours */
            memory_gib_hours: number;
            running: components["schemas"]["RunningShape"];
        };
        /**
         * UsedByKind
         * @description What workloads of one kind used, for example `training.job`.
         */
        UsedByKind: {
            /** Card Hours */
            card_hours: number;
            /** Core Hours */
            core_hours: number;
            /** Memory Gib Hours */
            memory_gib_hours: number;
            /** Owner Type */
            owner_type: string;
        };
        /**
         * UsedOnDay
         * @description What was used on one day. day: `2026-08-01`, UTC.
         */
        UsedOnDay: {
            /** Card Hours */
            card_hours: number;
            /** Core Hours */
            core_hours: number;
            /** Day */
            day: string;
            /** Memory Gib Hours */
            memory_gib_hours: number;
        };
        /**
         * User
         * @description A user. `pwd_status`: the password must be changed at the next login. `password_expires_at`: null is never.
         */
        User: {
            /** Access Mode */
            access_mode: string;
            /** Areacode */
            areacode: string;
            /** Create Time */
            create_time: string;
            /** Default Project Id */
            default_project_id: string | null;
            /** Description */
            description: string;
            /** Domain Id */
            domain_id: string;
            /** Email */
            email: string;
            /** Enabled */
            enabled: boolean;
            /** Id */
            id: string;
            /** Is Domain Owner */
            is_domain_owner: boolean;
            /** Last Login Time */
            last_login_time: string | null;
            /** Last Project Id */
            last_project_id: string | null;
            links: components["schemas"]["Links"];
            /** Modify Pwd Time */
            modify_pwd_time: string | null;
            /** Name */
            name: string;
            /** Password Expires At */
            password_expires_at: string | null;
            /** Phone */
            phone: string;
            /** Pwd Status */
            pwd_status: boolean;
            /** Pwd Strength */
            pwd_strength: string | null;
            /** Xuser Id */
            xuser_id: string;
            /** Xuser Type */
            xuser_type: string;
        };
        /**
         * UserAnswer
         * @description One user.
         */
        UserAnswer: {
            user: components["schemas"]["User"];
        };
        /**
         * UserCreate
         * @description A user to be. Without a password he comes in by access key only.
         */
        UserCreate: {
            /**
             * Access Mode
             * @default default
             * @enum {string}
             */
            access_mode?: "default" | "programmatic" | "console";
            /**
             * Areacode
             * @default
             */
            areacode?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Domain Id */
            domain_id?: string | null;
            /**
             * Email
             * @default
             */
            email?: string;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
            /** Name */
            name: string;
            /** Password */
            password?: string | null;
            /**
             * Phone
             * @default
             */
            phone?: string;
            /**
             * Pwd Status
             * @default true
             */
            pwd_status?: boolean;
            /**
             * Xuser Id
             * @default
             */
            xuser_id?: string;
            /**
             * Xuser Type
             * @default
             */
            xuser_type?: string;
        };
        /**
         * UserCreateBody
         * @description Body of CreateUser.
         */
        UserCreateBody: {
            user: components["schemas"]["UserCreate"];
        };
        /**
         * UserList
         * @description Users, by name.
         */
        UserList: {
            links: components["schemas"]["Links"];
            /** Users */
            users: components["schemas"]["User"][];
        };
        /**
         * UserUpdate
         * @description Changes of a user; what is not given stays.
         */
        UserUpdate: {
            /** Access Mode */
            access_mode?: ("default" | "programmatic" | "console") | null;
            /** Areacode */
            areacode?: string | null;
            /** Description */
            description?: string | null;
            /** Domain Id */
            domain_id?: string | null;
            /** Email */
            email?: string | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Name */
            name?: string | null;
            /** Password */
            password?: string | null;
            /** Phone */
            phone?: string | null;
            /** Pwd Status */
            pwd_status?: boolean | null;
            /** Xuser Id */
            xuser_id?: string | null;
            /** Xuser Type */
            xuser_type?: string | null;
        };
        /**
         * UserUpdateBody
         * @description Body of UpdateUser.
         */
        UserUpdateBody: {
            user: components["schemas"]["UserUpdate"];
        };
        /**
         * ValidationAnswer
         * @description What is wrong with a job, all at once, and what it would run. preview: as far as it can be said.
         */
        ValidationAnswer: {
            preview: components["schemas"]["modelyard__training__schemas__answers__PreviewAnswer"] | null;
            /** Problems */
            problems: components["schemas"]["modelyard__training__schemas__answers__ProblemAnswer"][];
            /** Valid */
            valid: boolean;
            /** Warnings */
            warnings: components["schemas"]["modelyard__training__schemas__answers__ProblemAnswer"][];
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
        /**
         * Version
         * @description A version of the identity API.
         */
        Version: {
            /** Id */
            id: string;
            /** Links */
            links: components["schemas"]["VersionLink"][];
            /** Media-Types */
            "media-types": components["schemas"]["MediaType"][];
            /** Status */
            status: string;
            /** Updated */
            updated: string;
        };
        /**
         * VersionCreate
         * @description A version to publish. Ours: `split`; without it the ratio splits within each label.
         */
        VersionCreate: {
            /**
             * Clear Hard Property
             * @default true
             */
            clear_hard_property?: boolean;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Export Images
             * @default false
             */
            export_images?: boolean;
            /**
             * Remove Sample Usage
             * @default true
             */
            remove_sample_usage?: boolean;
            split?: components["schemas"]["SplitWanted"] | null;
            /**
             * Train Evaluate Sample Ratio
             * @default
             */
            train_evaluate_sample_ratio?: string;
            /**
             * Version Format
             * @default Default
             * @enum {string}
             */
            version_format?: "Default" | "CarbonData" | "CSV";
            /** Version Name */
            version_name?: string | null;
            /**
             * With Column Header
             * @default true
             */
            with_column_header?: boolean;
        };
        /**
         * VersionItem
         * @description A version of a deployment. version_status: that of the deployment for the present one, STOPPED for others.
         */
        VersionItem: {
            /** Create At */
            create_at: string;
            /**
             * Deploy Type
             * @default SINGLE
             */
            deploy_type?: string;
            /** Description */
            description: string;
            /** Infer Name */
            infer_name: string;
            /** Update At */
            update_at: string;
            /** Version */
            version: string;
            /** Version Status */
            version_status: string;
        };
        /**
         * VersionLabel
         * @description A label of a version: how often it is used, on how many samples, and of what sets.
         */
        VersionLabel: {
            /**
             * Attributes
             * @default []
             */
            attributes?: {
                [key: string]: unknown;
            }[];
            /** Count */
            count: number;
            /** Name */
            name: string;
            /**
             * Property
             * @default {}
             */
            property?: {
                [key: string]: unknown;
            };
            /** Sample Count */
            sample_count: number;
            /** Type */
            type: number;
            /**
             * Usages
             * @default {}
             */
            usages?: {
                [key: string]: number;
            };
        };
        /**
         * VersionLink
         * @description Where a version is described.
         */
        VersionLink: {
            /** Href */
            href: string;
            /** Rel */
            rel: string;
        };
        /**
         * VersionList
         * @description A page of versions.
         */
        VersionList: {
            /** Total Number */
            total_number: number;
            /** Versions */
            versions: components["schemas"]["modelyard__datasets__schemas__versions__VersionAnswer"][];
        };
        /**
         * VersionOfService
         * @description The configuration of a service.
         */
        VersionOfService: {
            /** Deploy Timeout Minutes */
            deploy_timeout_minutes?: number | null;
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Instance Groups */
            instance_groups: components["schemas"]["DeploymentGroup"][];
            /**
             * Log Configs
             * @default []
             */
            log_configs?: {
                [key: string]: unknown;
            }[];
            /**
             * Lts Event Status
             * @default OFF
             */
            lts_event_status?: string;
            /**
             * Lts File Status
             * @default OFF
             */
            lts_file_status?: string;
            /**
             * Lts Status
             * @default OFF
             */
            lts_status?: string;
            /**
             * Lts Strategy
             * @default DEFAULT
             */
            lts_strategy?: string;
            /** Predict Url */
            predict_url?: string | null;
            /** Runtime Config */
            runtime_config: {
                [key: string]: unknown;
            };
            /** Upgrade Config */
            upgrade_config: {
                [key: string]: unknown;
            };
            /** Version */
            version: string;
        };
        /**
         * VersionPage
         * @description A page of versions.
         */
        VersionPage: {
            /** Current */
            current: number;
            /** Data */
            data: components["schemas"]["VersionItem"][];
            /** Pages */
            pages: number;
            /** Size */
            size: number;
            /** Total */
            total: number;
        };
        /**
         * VersionSwitch
         * @description What a deployment is to go back to; the path says the same.
         */
        VersionSwitch: {
            /** Infer Name */
            infer_name?: string | null;
            /** Service Id */
            service_id?: string | null;
            /** Target Deployment Version */
            target_deployment_version?: string | null;
        };
        /**
         * VersionUse
         * @description Ours: something that used a version.
         */
        VersionUse: {
            /** Resource Id */
            resource_id: string;
            /** Resource Name */
            resource_name: string;
            /** Resource Type */
            resource_type: string;
            /** Used At */
            used_at: number;
            /** User Name */
            user_name: string;
        };
        /**
         * VersionUses
         * @description Ours: what used a version, the newest first.
         */
        VersionUses: {
            /** Total Number */
            total_number: number;
            /** Uses */
            uses: components["schemas"]["VersionUse"][];
        };
        /**
         * Visibility
         * @description Who may use an image: those of its project and workspace, or everybody.
         * @enum {string}
         */
        Visibility: "PRIVATE" | "PUBLIC";
        /**
         * Volume
         * @description Something to mount.
         */
        Volume: {
            nfs?: components["schemas"]["NFS"] | null;
            /** Obs */
            obs?: unknown;
            /** Pfs */
            pfs?: unknown;
        };
        /**
         * VolumeAnswer
         * @description A mount.
         */
        VolumeAnswer: {
            nfs: components["schemas"]["NFSAnswer"];
        };
        /**
         * WaveAnswer
         * @description What a recording looks like. peaks: lowest and highest value of equal parts, -1 to 1.
         */
        WaveAnswer: {
            /** Channels */
            channels: number;
            /** Milliseconds */
            milliseconds: number;
            /** Peaks */
            peaks: [
                number,
                number
            ][];
            /** Rate */
            rate: number;
        };
        /**
         * WorkPath
         * @description Where results go: a folder, or a dataset, of which they become a version.
         */
        WorkPath: {
            /** Name */
            name?: string | null;
            /** Output Path */
            output_path?: string | null;
            /**
             * Path
             * @default
             */
            path?: string;
            /**
             * Type
             * @default DATASET
             * @enum {string}
             */
            type?: "OBS" | "DATASET";
            /** Version Id */
            version_id?: string | null;
            /** Version Name */
            version_name?: string | null;
        };
        /**
         * WorkerTask
         * @description What a member does in a task. Ours: `assigned_seconds`, the time he spent.
         */
        WorkerTask: {
            /** Create Time */
            create_time: number;
            /** Dataset Id */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            /** Dataset Type */
            dataset_type: number;
            /** Email */
            email: string;
            /** Email Status */
            email_status: number;
            /** Last Notify Time */
            last_notify_time: number;
            /** Pass Rate */
            pass_rate: number;
            /** Role */
            role: number;
            sample_stats: components["schemas"]["TeamSampleStats"];
            /** Score */
            score: number;
            /** Spent Seconds */
            spent_seconds: number;
            /** Task Id */
            task_id: string;
            /** Task Status */
            task_status: number;
            /** Update Time */
            update_time: number;
            /** Worker Id */
            worker_id: string;
            /** Workforce Id */
            workforce_id: string;
            /** Workforce Task Name */
            workforce_task_name: string;
        };
        /**
         * WorkforcesConfig
         * @description Who takes part: teams, or a manager (`agency`, by address or id) who decides that later.
         */
        WorkforcesConfig: {
            /** Agency */
            agency?: string | null;
            /**
             * Workforces
             * @default []
             */
            workforces?: components["schemas"]["TaskTeam"][];
        };
        /**
         * Workspace
         * @description A workspace. `owner` is the name of its creator; times are milliseconds since the epoch.
         */
        Workspace: {
            auth_type: components["schemas"]["WorkspaceAccess"];
            /** Create Time */
            create_time: number;
            /** Description */
            description: string;
            /** Enterprise Project Id */
            enterprise_project_id: string;
            /** Enterprise Project Name */
            enterprise_project_name: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Owner */
            owner: string;
            /**
             * Status
             * @default NORMAL
             * @constant
             */
            status?: "NORMAL";
            /**
             * Status Info
             * @default
             */
            status_info?: string;
            /** Update Time */
            update_time: number;
        };
        /**
         * WorkspaceAccess
         * @description Who may enter a workspace: everybody in the account, the creator, or the creator and those listed.
         * @enum {string}
         */
        WorkspaceAccess: "PUBLIC" | "PRIVATE" | "INTERNAL";
        /**
         * WorkspaceCreate
         * @description A workspace to be. `grants` is for INTERNAL only.
         */
        WorkspaceCreate: {
            /** @default PUBLIC */
            auth_type?: components["schemas"]["WorkspaceAccess"];
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Enterprise Project Id
             * @default 0
             */
            enterprise_project_id?: string;
            /** Grants */
            grants?: components["schemas"]["WorkspaceGrant"][];
            /** Name */
            name: string;
        };
        /**
         * WorkspaceGrant
         * @description A user of an INTERNAL workspace, by id or by name.
         */
        WorkspaceGrant: {
            /** User Id */
            user_id?: string | null;
            /** User Name */
            user_name?: string | null;
        };
        /**
         * WorkspaceList
         * @description Workspaces; the default one comes first. `total_count`: all that match, `count`: those in this answer.
         */
        WorkspaceList: {
            /** Count */
            count: number;
            /** Total Count */
            total_count: number;
            /** Workspaces */
            workspaces: components["schemas"]["Workspace"][];
        };
        /**
         * WorkspaceRemoved
         * @description Which workspace is gone.
         */
        WorkspaceRemoved: {
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * WorkspaceUpdate
         * @description Changes of a workspace; what is not given stays. `grants` replaces the whole list.
         */
        WorkspaceUpdate: {
            auth_type?: components["schemas"]["WorkspaceAccess"] | null;
            /** Description */
            description?: string | null;
            /** Grants */
            grants?: components["schemas"]["WorkspaceGrant"][] | null;
            /** Name */
            name?: string | null;
        };
        /**
         * WorkspaceUser
         * @description A user of an INTERNAL workspace.
         */
        WorkspaceUser: {
            /** User Id */
            user_id: string;
            /** User Name */
            user_name: string;
        };
        /**
         * WorkspaceWithGrants
         * @description A workspace and the users who may enter it.
         */
        WorkspaceWithGrants: {
            auth_type: components["schemas"]["WorkspaceAccess"];
            /** Create Time */
            create_time: number;
            /** Description */
            description: string;
            /** Enterprise Project Id */
            enterprise_project_id: string;
            /** Enterprise Project Name */
            enterprise_project_name: string;
            /** Grants */
            grants: components["schemas"]["WorkspaceUser"][];
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Owner */
            owner: string;
            /**
             * Status
             * @default NORMAL
             * @constant
             */
            status?: "NORMAL";
            /**
             * Status Info
             * @default
             */
            status_info?: string;
            /** Update Time */
            update_time: number;
        };
        /**
         * ProblemAnswer
         * @description One thing that was wrong. problem: a sentence.
         */
        modelyard__datasets__schemas__imports__ProblemAnswer: {
            /** Code */
            code: string;
            /** File */
            file: string;
            /** Line */
            line: number;
            /** Place */
            place: string;
            /** Problem */
            problem: string;
        };
        /**
         * PreviewAnswer
         * @description A sample in small. kind: image, text, audio, table or none. is_cut: there is more of it.
         */
        modelyard__datasets__schemas__insight__PreviewAnswer: {
            /**
             * Is Cut
             * @default false
             */
            is_cut?: boolean;
            /** Kind */
            kind: string;
            /** Problem */
            problem?: {
                [key: string]: unknown;
            } | null;
            table?: components["schemas"]["TableAnswer"] | null;
            /** Text */
            text?: string | null;
            /** Thumbnail */
            thumbnail?: string | null;
            wave?: components["schemas"]["WaveAnswer"] | null;
        };
        /**
         * Notification
         * @description Addresses of members to write to.
         */
        modelyard__datasets__schemas__team_tasks__Notification: {
            /** Emails */
            emails: string[];
        };
        /**
         * VersionAnswer
         * @description A version as it is shown. Ours: `progress`, `split`, `usage_stats`, `revision`, `user_name`, `task_id`.
         */
        modelyard__datasets__schemas__versions__VersionAnswer: {
            /** Add Sample Count */
            add_sample_count: number;
            /** Annotated Sample Count */
            annotated_sample_count: number;
            /**
             * Annotated Sub Sample Count
             * @default 0
             */
            annotated_sub_sample_count?: number;
            /** Clear Hard Property */
            clear_hard_property: boolean;
            /** Code */
            code?: string | null;
            /** Create Time */
            create_time: number;
            /**
             * Crop
             * @default false
             */
            crop?: boolean;
            /** Data Path */
            data_path: string;
            /**
             * Data Validate
             * @default false
             */
            data_validate?: boolean;
            /** Deleted Sample Count */
            deleted_sample_count: number;
            /** Description */
            description: string;
            /** Export Images */
            export_images: boolean;
            /**
             * Extract Serial Number
             * @default false
             */
            extract_serial_number?: boolean;
            /** Include Dataset Data */
            include_dataset_data: boolean;
            /** Is Current */
            is_current: boolean;
            /** Label Stats */
            label_stats?: components["schemas"]["VersionLabel"][] | null;
            /** Label Type */
            label_type?: string | null;
            /** Manifest Path */
            manifest_path: string;
            /** Message */
            message?: string | null;
            /** Modified Sample Count */
            modified_sample_count: number;
            /** Previous Annotated Sample Count */
            previous_annotated_sample_count: number;
            /** Previous Total Sample Count */
            previous_total_sample_count: number;
            /** Previous Version Id */
            previous_version_id?: string | null;
            /**
             * Progress
             * @default 0
             */
            progress?: number;
            /** Remove Sample Usage */
            remove_sample_usage: boolean;
            /** Revision */
            revision?: number | null;
            /**
             * Rotate
             * @default false
             */
            rotate?: boolean;
            /** Split */
            split?: {
                [key: string]: unknown;
            } | null;
            /**
             * Start Processor Task
             * @default false
             */
            start_processor_task?: boolean;
            /** Status */
            status: number;
            /** Tags */
            tags: string[];
            /** Task Id */
            task_id?: string | null;
            /** Task Type */
            task_type: number;
            /** Total Sample Count */
            total_sample_count: number;
            /**
             * Total Sub Sample Count
             * @default 0
             */
            total_sub_sample_count?: number;
            /** Train Evaluate Sample Ratio */
            train_evaluate_sample_ratio: string;
            /** Update Time */
            update_time: number;
            /** Usage Stats */
            usage_stats?: {
                [key: string]: number;
            } | null;
            /**
             * User Name
             * @default
             */
            user_name?: string;
            /** Version Format */
            version_format: string;
            /** Version Id */
            version_id: string;
            /** Version Name */
            version_name: string;
            /** With Column Header */
            with_column_header: boolean;
        };
        /**
         * Metric
         * @description What is measured: of an image, of the boxes in it together, of each box.
         * @enum {string}
         */
        modelyard__datasets__types__insight__Metric: "resolution" | "aspect_ratio" | "brightness" | "saturation" | "clarity" | "colorfulness" | "box_count" | "box_area_deviation" | "box_aspect_ratio" | "box_area_ratio" | "box_marginalization" | "box_overlap" | "box_brightness" | "box_clarity";
        /**
         * AuthorizationList
         * @description Authorizations of a project.
         */
        modelyard__iam__schemas__authorizations__AuthorizationList: {
            /** Auth */
            auth: components["schemas"]["Authorization"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * ServiceAnswer
         * @description One service.
         */
        modelyard__iam__schemas__catalog__ServiceAnswer: {
            service: components["schemas"]["Service"];
        };
        /**
         * ServiceList
         * @description Services, by type.
         */
        modelyard__iam__schemas__catalog__ServiceList: {
            links: components["schemas"]["Links"];
            /** Services */
            services: components["schemas"]["Service"][];
        };
        /**
         * VersionAnswer
         * @description One version.
         */
        modelyard__iam__schemas__catalog__VersionAnswer: {
            version: components["schemas"]["Version"];
        };
        /**
         * Reference
         * @description A thing by its id.
         */
        modelyard__iam__schemas__grants__Reference: {
            /** Id */
            id: string;
        };
        /**
         * GroupUpdate
         * @description Changes of a group; what is not given stays.
         */
        modelyard__iam__schemas__groups__GroupUpdate: {
            /** Description */
            description?: string | null;
            /** Domain Id */
            domain_id?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * Reference
         * @description A thing by id and name.
         */
        modelyard__iam__schemas__tokens__Reference: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * GroupUpdate
         * @description Changes of a group; what is not given stays.
         */
        modelyard__images__schemas__GroupUpdate: {
            /** Read Me */
            read_me?: string | null;
            /** Tags */
            tags?: components["schemas"]["ImageTag"][] | null;
        };
        /**
         * ServiceAnswer
         * @description A service with its configuration.
         *
         *     error_msg: why it failed or is not well. asleep: it has no instance until somebody calls it.
         */
        modelyard__serving__schemas__answers__ServiceAnswer: {
            /** Access Address */
            access_address?: string | null;
            /** Additional Properties */
            additional_properties: {
                [key: string]: unknown;
            };
            /**
             * Asleep
             * @default false
             */
            asleep?: boolean;
            batch?: components["schemas"]["BatchAnswer"] | null;
            /**
             * Can Rollback
             * @default false
             */
            can_rollback?: boolean;
            /** Cluster Id */
            cluster_id?: string | null;
            /** Config */
            config: components["schemas"]["ConfigAnswer"][];
            /** Debug Url */
            debug_url?: string | null;
            /** Description */
            description: string;
            /** Due Time */
            due_time?: number | null;
            /** Error Msg */
            error_msg?: string | null;
            /** Failed Times */
            failed_times: number;
            /** Finished Time */
            finished_time?: number | null;
            /** Infer Type */
            infer_type: string;
            /** Invocation Times */
            invocation_times: number;
            /**
             * Is Free
             * @default false
             */
            is_free?: boolean;
            /**
             * Is Opened Sample Collection
             * @default false
             */
            is_opened_sample_collection?: string;
            /**
             * Is Shared
             * @default false
             */
            is_shared?: boolean;
            /** Load Balancer Policy */
            load_balancer_policy?: string | null;
            /** Operation Time */
            operation_time: number;
            /** Owner */
            owner: string;
            /**
             * Owner Name
             * @default
             */
            owner_name?: string;
            /** Pool Name */
            pool_name?: string | null;
            /** Priority */
            priority?: number | null;
            /** Progress */
            progress?: number | null;
            /** Project */
            project: string;
            /** Publish At */
            publish_at: number;
            /** Runtime Config */
            runtime_config?: {
                [key: string]: unknown;
            } | null;
            /** Schedule */
            schedule?: {
                [key: string]: unknown;
            }[] | null;
            /** Security Group Id */
            security_group_id?: string | null;
            /** Service Id */
            service_id: string;
            /** Service Name */
            service_name: string;
            /** Service Secrets */
            service_secrets?: {
                [key: string]: unknown;
            }[] | null;
            /**
             * Shared Count
             * @default 0
             */
            shared_count?: number;
            /** Start Time */
            start_time?: number | null;
            /** Status */
            status: string;
            /** Subnet Network Id */
            subnet_network_id?: string | null;
            /** Tenant */
            tenant: string;
            /** Traffic Rules */
            traffic_rules?: {
                [key: string]: unknown;
            }[] | null;
            /** Transition At */
            transition_at: number;
            /** Update Time */
            update_time: number;
            /** Vpc Id */
            vpc_id?: string | null;
            /** Workspace Id */
            workspace_id: string;
        };
        /**
         * ServiceList
         * @description A page of services.
         */
        modelyard__serving__schemas__answers__ServiceList: {
            /** Count */
            count: number;
            /** Services */
            services: components["schemas"]["ServiceItem"][];
            /** Total Count */
            total_count: number;
        };
        /**
         * AuthorizationList
         * @description A page of apps with whether they may call a service.
         */
        modelyard__serving__schemas__callers__AuthorizationList: {
            /** Auths */
            auths: components["schemas"]["AppAuthorization"][];
            /** Count */
            count: number;
            /** Total Count */
            total_count: number;
        };
        /**
         * PreviewAnswer
         * @description What would be run. inputs, outputs: directory of the container by name.
         *
         *     mounted_inputs: those of them that are mounted read-only, from a copy that the machine keeps; the others are copied.
         */
        modelyard__training__schemas__answers__PreviewAnswer: {
            code: components["schemas"]["CodeFactsAnswer"] | null;
            /** Code Dir */
            code_dir: string;
            /** Command */
            command: string[];
            /** Environments */
            environments: {
                [key: string]: string;
            };
            flavor: components["schemas"]["FlavorFacts"] | null;
            /** Image */
            image: string;
            /** Inputs */
            inputs: {
                [key: string]: string;
            };
            /** Mounted Inputs */
            mounted_inputs: string[];
            /** Outputs */
            outputs: {
                [key: string]: string;
            };
            /** Setup */
            setup: string[][];
            /** Tasks */
            tasks: string[];
            /** Working Dir */
            working_dir: string;
        };
        /**
         * ProblemAnswer
         * @description Something that stands against creating a job.
         */
        modelyard__training__schemas__answers__ProblemAnswer: {
            /** Error Code */
            error_code: string;
            /** Error Msg */
            error_msg: string;
            /** Field */
            field: string;
        };
        /**
         * Notification
         * @description Whom to tell.
         */
        modelyard__training__schemas__requests__Notification: {
            /** Events */
            events?: string[] | null;
            /** Topic Urn */
            topic_urn?: string | null;
        };
        /**
         * Metric
         * @description What is measured of a task; the first six are published names.
         * @enum {string}
         */
        modelyard__training__types__logs__Metric: "cpuUsage" | "memUsage" | "gpuUtil" | "gpuMemUsage" | "npuUtil" | "npuMemUsage" | "memBytes" | "diskBytes" | "readRate" | "writeRate";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ShowHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
    ShowOpenAPI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    ListApigApps: {
        parameters: {
            query?: {
                app_name?: string | null;
                app_ids?: string[] | null;
                sort_by?: "app_name" | "created_at" | "updated_at";
                order?: "asc" | "desc";
                /** @description Whether secrets are shown, to their owner. */
                iphertext_enabled?: boolean;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
                workspace_id?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateApigApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowApigApp: {
        parameters: {
            query?: {
                /** @description Whether secrets are shown, to their owner. */
                iphertext_enabled?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the app. */
                app_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteApigApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the app. */
                app_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateApigAppCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the app. */
                app_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ResetApigAppCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the app. */
                app_id: string;
                /** @description The code itself. */
                app_code: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteApigAppCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the app. */
                app_id: string;
                /** @description The code itself. */
                app_code: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ResetApigAppSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the app. */
                app_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowApisBindToApp: {
        parameters: {
            query?: {
                service_name?: string | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the app. */
                app_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ApigAppExists: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the app. */
                app_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exists"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateAppAuthApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetAppAuthApiInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the API. */
                api_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListImage: {
        parameters: {
            query?: {
                type?: components["schemas"]["ImageType"];
                name?: string | null;
                name_fuzzy_match?: boolean;
                namespace?: string | null;
                service_type?: components["schemas"]["ServiceType"] | null;
                workspace_id?: string;
                show_name?: string | null;
                show_tag?: string | null;
                sort_key?: string | null;
                sort_dir?: components["schemas"]["SortDirection"];
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RegisterImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImageRegister"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListImageGroup: {
        parameters: {
            query?: {
                type?: components["schemas"]["ImageType"] | null;
                name?: string | null;
                name_fuzzy_match?: boolean;
                namespace?: string | null;
                workspace_id?: string;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageGroupList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateImageGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["modelyard__images__schemas__GroupUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteImageGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ImageDelete"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ImageDelete"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowImageBuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageBuild"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CancelImageBuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageBuild"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    SyncImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListModels: {
        parameters: {
            query?: {
                model_name?: string | null;
                exact_match?: boolean;
                model_version?: string | null;
                model_status?: components["schemas"]["ModelStatus"] | null;
                model_type?: string | null;
                not_model_type?: string | null;
                description?: string | null;
                workspace_id?: string;
                sort_by?: "create_at" | "model_version" | "model_size";
                order?: "asc" | "desc";
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowModelEngineAndRuntime: {
        parameters: {
            query?: {
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineRuntimeList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListModelTemplates: {
        parameters: {
            query?: {
                theme?: string;
                engine?: string;
                /** @description Accepted; every template runs in Python. */
                env?: string;
                keyword?: string;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the model. */
                model_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the model. */
                model_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteModel: {
        parameters: {
            query?: {
                cascade?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the model. */
                model_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowModelBuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the model. */
                model_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelBuild"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListModelEvents: {
        parameters: {
            query?: {
                event_type?: components["schemas"]["EventType"] | null;
                /** @description In milliseconds since the epoch. */
                start_time?: number | null;
                /** @description In milliseconds since the epoch. */
                end_time?: number | null;
                order?: "asc" | "desc";
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the model. */
                model_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelEvents"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListResourceFlavors: {
        parameters: {
            query?: {
                /** @description From the answer with the last page. */
                continue?: string | null;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceFlavorList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListServices: {
        parameters: {
            query?: {
                service_id?: string | null;
                service_name?: string | null;
                model_id?: string | null;
                workspace_id?: string | null;
                infer_type?: ("real-time" | "batch" | "edge") | null;
                status?: string | null;
                cluster_id?: string | null;
                sort_by?: "publish_at" | "service_name" | "transition_at";
                order?: "asc" | "desc";
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__serving__schemas__answers__ServiceList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceCreated"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowServiceSpecifications: {
        parameters: {
            query?: {
                is_personal_cluster?: boolean;
                infer_type?: "real-time" | "batch" | "edge";
                pool_name?: string | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpecificationList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListServiceTags: {
        parameters: {
            query?: {
                workspace_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTags"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchCreateServiceTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                resource_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsOfService"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchDeleteServiceTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                resource_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsOfService"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__serving__schemas__answers__ServiceAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service, or several of them with commas between. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    PatchServiceV2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchOperation"][];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceChanged"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetServiceAppAuthApiAuthInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAuthorization"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateAndAuthAppAuthApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppsOfApi"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiAuthorized"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetAppAuthApisInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteAppAuthApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the API. */
                api_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowApiAuthInfos: {
        parameters: {
            query?: {
                app_name?: string | null;
                app_ids?: string[] | null;
                show_only?: ("AUTH" | "UNAUTH") | null;
                order?: "asc" | "desc";
                /** @description Whether secrets are shown, to their owner. */
                iphertext_enabled?: boolean;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the API. */
                api_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__serving__schemas__callers__AuthorizationList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateAuthApiToApigApps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the API. */
                api_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppsOfApi"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorized"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AuthorizeApiToApigApps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the API. */
                api_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppsOfApi"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorized"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteApiAppAuth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the API. */
                api_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppsOfApi"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unauthorized"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListBatchResults: {
        parameters: {
            query?: {
                /** @description Only inputs that came out so. */
                result?: ("SUCCESSFUL" | "FAILED") | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResultList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowServiceEvents: {
        parameters: {
            query?: {
                event_type?: ("normal" | "abnormal") | null;
                event_info?: string;
                /** @description Milliseconds since the epoch. */
                start_time?: number | null;
                /** @description Milliseconds since the epoch. */
                end_time?: number | null;
                sort_by?: "occur_time";
                order?: "asc" | "desc";
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListServiceInstances: {
        parameters: {
            query?: {
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ReplaceServiceInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the instance. */
                instance_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ReadServiceInstanceLog: {
        parameters: {
            query?: {
                /** @description Where to begin; from the end if negative. */
                offset?: number;
                /** @description Most bytes. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the instance. */
                instance_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogRange"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DownloadServiceInstanceLog: {
        parameters: {
            query?: {
                /** @description Have browsers save it instead of showing it. */
                download?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the instance. */
                instance_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListServiceInstanceLogLines: {
        parameters: {
            query?: {
                /** @description Where to begin; at the end by default. */
                offset?: number | null;
                /** @description The lines before `offset` instead of those after it. */
                backwards?: boolean;
                /** @description Most lines, before folding. */
                limit?: number;
                /** @description Lines of which levels; all by default. */
                level?: components["schemas"]["LineLevel"][] | null;
                /** @description Show what repeats only once, with how often it comes. */
                fold?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the instance. */
                instance_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLines"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    SearchServiceInstanceLog: {
        parameters: {
            query: {
                /** @description What to look for; it is no expression. */
                text: string;
                /** @description Whether A to Z match a to z. */
                ignore_case?: boolean;
                /** @description Where to begin, in bytes. */
                offset?: number;
                /** @description Most hits shown; all are counted. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the instance. */
                instance_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogHits"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    FollowServiceInstanceLog: {
        parameters: {
            query?: {
                /** @description In bytes; a negative one counts from the end. */
                offset?: number;
            };
            header?: {
                /** @description The id of the event seen last. */
                "last-event-id"?: string | null;
            };
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the instance. */
                instance_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowServiceUpdateLogs: {
        parameters: {
            query?: {
                /** @description Milliseconds since the epoch. */
                update_time?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateLogList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowServiceMonitorInfo: {
        parameters: {
            query?: {
                node_id?: string | null;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonitorAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateServiceByProperty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PropertyUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceChanged"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RestartService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RollBackService: {
        parameters: {
            query?: {
                /** @description Which configuration, by its time. */
                update_time?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceChanged"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListServiceCallStatistics: {
        parameters: {
            query?: {
                /** @description Milliseconds since the epoch. */
                start_time?: number | null;
                /** @description Milliseconds since the epoch. */
                end_time?: number | null;
                /** @description How many minutes a point stands for. */
                step_minutes?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallStatistics"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListWorkspace: {
        parameters: {
            query?: {
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
                sort_by?: "name" | "update_time" | "status";
                order?: "asc" | "desc";
                enterprise_project_id?: string | null;
                name?: string | null;
                filter_accessible?: boolean;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceWithGrants"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceWithGrants"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceWithGrants"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceRemoved"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowWorkspaceQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateWorkspaceQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowCurrentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    DeleteCurrentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ShowSharedLog: {
        parameters: {
            query?: {
                /** @description The secret of the link. */
                key?: string;
                /** @description Have browsers save it instead of showing it. */
                download?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the link. */
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListActions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateModelArtsAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelArtsAgencyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelArtsAgency"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowAuthorizationMode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationMode"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateAuthorizationMode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthorizationMode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationMode"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetAuthorizations: {
        parameters: {
            query?: {
                sort_by?: "user_name" | "create_time";
                order?: "asc" | "desc";
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__iam__schemas__authorizations__AuthorizationList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthorizationCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteAuthorizations: {
        parameters: {
            query?: {
                user_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoneForAll"] | components["schemas"]["Done"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowComputeQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateComputeQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowComputeUsage: {
        parameters: {
            query?: {
                /** @description How many days, today (UTC) included. */
                days?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListDatasets: {
        parameters: {
            query?: {
                search_content?: string;
                dataset_type?: components["schemas"]["LabelType"] | null;
                /** @description Accepted; there is one kind. */
                dataset_version?: "v1" | "v2" | "all";
                workspace_id?: string;
                with_labels?: boolean;
                /** @description Accepted; samples are in the list of samples. */
                file_preview?: boolean;
                check_running_task?: boolean;
                /** @description Accepted; the answer speaks of all tasks. */
                running_task_type?: number | null;
                contain_versions?: boolean;
                /** @description Bounds, such as `0.0,1.0`. */
                train_evaluate_ratio?: string | null;
                version_format?: number | null;
                support_export?: boolean;
                sort_by?: "create_time" | "dataset_name";
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedDataset"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescDataset: {
        parameters: {
            query?: {
                check_running_task?: boolean;
                /** @description Accepted; the answer speaks of all tasks. */
                running_task_type?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedDataset"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListDatasetAnalyses: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalysisList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateDatasetAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedAnalysis"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowDatasetFigures: {
        parameters: {
            query?: {
                /** @description Up to eight; without, the last. */
                analysis_id?: string[] | null;
                metric?: components["schemas"]["Metric-Input"][] | null;
                /** @description Of samples; empty for all. */
                usage?: "" | "TRAIN" | "EVAL" | "TEST" | "INFERENCE";
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Figures"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowDatasetPoints: {
        parameters: {
            query: {
                x: components["schemas"]["Metric-Input"];
                y: components["schemas"]["Metric-Input"];
                analysis_id?: string | null;
                /** @description Of samples; empty for all. */
                usage?: "" | "TRAIN" | "EVAL" | "TEST" | "INFERENCE";
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Points"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListAutoAnnotationSamples: {
        parameters: {
            query?: {
                label_name?: string;
                label_type?: number | null;
                low_score?: number;
                high_score?: number;
                /** @description Conditions as JSON; all of them count. */
                search_conditions?: string;
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescribeAutoAnnotationSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the sample. */
                sample_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListLabels: {
        parameters: {
            query?: {
                version_id?: string | null;
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateLabels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Labels"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateLabels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Labels"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteLabels: {
        parameters: {
            query?: {
                delete_policy?: components["schemas"]["DeletePolicy"];
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Labels"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateLabel: {
        parameters: {
            query?: {
                /** @description Type of the label, where the name is not enough. */
                label_type?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Name of the label. */
                label_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelProperty"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteLabelAndSamples: {
        parameters: {
            query?: {
                /** @description Type of the label, where the name is not enough. */
                label_type?: number | null;
                delete_source?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Name of the label. */
                label_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListSampleChanges: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleChangeList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ChangeSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SamplesChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesChanged"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RemoveSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SamplesRemoval"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesChanged"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowSampleChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleChange"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopSampleChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListSamples: {
        parameters: {
            query?: {
                /** @description Such as `__NONE__`, `__ALL__` or `MANUAL_ANNOTATION`. */
                sample_state?: string;
                label_name?: string;
                label_type?: number | null;
                low_score?: number;
                high_score?: number;
                /** @description Conditions as JSON; all of them count. */
                search_conditions?: string;
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
                /** @description Accepted; there are no texts in the answer. */
                locale?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SamplesUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UploadSamplesJson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SamplesUpload"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadsOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SamplesDelete"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescribeSample: {
        parameters: {
            query?: {
                /** @description Accepted; there are no texts in the answer. */
                locale?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the sample. */
                sample_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListSampleHistory: {
        parameters: {
            query?: {
                /** @description How many states to pass over. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the sample. */
                sample_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowSamplePreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the sample. */
                sample_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__datasets__schemas__insight__PreviewAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RestoreSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the sample. */
                sample_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SampleRestore"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowSampleThumbnail: {
        parameters: {
            query?: {
                /** @description Most pixels of the longer side. */
                size?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the sample. */
                sample_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description The caller has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListSearch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetDatasetStats: {
        parameters: {
            query?: {
                /** @description Such as `__NONE__`, `__ALL__` or `MANUAL_ANNOTATION`. */
                sample_state?: string;
                /** @description Accepted; there are no texts in the answer. */
                locale?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetStats"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetExportTasksStatusOfDataset: {
        parameters: {
            query?: {
                export_type?: number | null;
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ExportTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportStarted"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopExportTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the export. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListDatasetFindings: {
        parameters: {
            query: {
                kind: components["schemas"]["Finding"];
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    SuggestImportFormats: {
        parameters: {
            query: {
                /** @description Folder to look at, as `/bucket/folder/`. */
                import_path: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormatSuggestions"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListImportTasks: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ImportTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskCreated"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescImportTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ResumeImportTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopImportTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTaskProblems: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetDatasetMetrics: {
        parameters: {
            query: {
                /** @description Milliseconds since the epoch. */
                start_time: number;
                /** @description Milliseconds since the epoch. */
                end_time: number;
                workforce_task_id?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetMetrics"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTasks: {
        parameters: {
            query?: {
                /** @description 0 active learning, 1 pre-labelling, 2 grouping. */
                type?: number | null;
                task_name?: string;
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmartTaskList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SmartTaskCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedSmartTask"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AutoAnnotationProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmartTaskAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopAutoAnnotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListDatasetVersions: {
        parameters: {
            query?: {
                status?: number | null;
                version_format?: number | null;
                /** @description Bounds, such as `0.0,1.0`. */
                train_evaluate_ratio?: string | null;
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateDatasetVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedVersion"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    PreviewDatasetSplit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitPreview"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitCounts"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescribeDatasetVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__datasets__schemas__versions__VersionAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteDatasetVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListDatasetVersionUses: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionUses"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListWorkforceTasks: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamTaskList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateWorkforceTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamTaskCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTeamTask"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescWorkforceTask: {
        parameters: {
            query?: {
                label_stats?: boolean;
                sample_stats?: boolean;
                workforce_stats?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamTaskAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateWorkforceTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamTaskUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StartWorkforceTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamTaskStart"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteWorkforceTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StartWorkforceSamplingTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptanceStart"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTeamTask"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AcceptSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SampleComments"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetWorkforceSamplingTask: {
        parameters: {
            query?: {
                checking_task_id?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckReport"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RollBackWorkforceSamplingTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateWorkforceSamplingTask: {
        parameters: {
            query?: {
                /** @description Accepted; there are no texts in the answer. */
                locale?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptanceEnd"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptanceEnded"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssignWorkforceTaskSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamAssignment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamAssigned"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ReviewSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SampleComments"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListWorkforceTaskSamples: {
        parameters: {
            query?: {
                /** @description Such as `__NONE__`, `__ALL__` or `MANUAL_ANNOTATION`. */
                sample_state?: string;
                /** @description Id of a member. */
                worker_id?: string;
                /** @description Accepted; samples of tasks are not found by it. */
                label_name?: string;
                /** @description Accepted. */
                label_type?: number | null;
                /** @description Accepted. */
                search_conditions?: string;
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
                /** @description Accepted; there are no texts in the answer. */
                locale?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamSampleList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateWorkforceTaskSamples: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamSamplesUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescribeWorkforceTaskSample: {
        parameters: {
            query?: {
                /** @description Id of a member. */
                worker_id?: string;
                /** @description Such as `__NONE__`, `__ALL__` or `MANUAL_ANNOTATION`. */
                sample_state?: string;
                /** @description Accepted; there are no texts in the answer. */
                locale?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                /** @description Id of the sample. */
                sample_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamSampleAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListWorkforceTaskStats: {
        parameters: {
            query?: {
                /** @description Such as `__NONE__`, `__ALL__` or `MANUAL_ANNOTATION`. */
                sample_state?: string;
                /** @description Accepted; there are no texts in the answer. */
                locale?: string;
            };
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamTaskStats"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetWorkforceTaskMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamTaskMetrics"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    SendEmails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["modelyard__datasets__schemas__team_tasks__Notification"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetWorkforceTaskReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                dataset_id: string;
                /** @description Id of the team task. */
                workforce_task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamTaskReport"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetExportTaskStatusOfDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the dataset. */
                resource_id: string;
                /** @description Id of the export. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferIntranetConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchDeleteInferIntranetConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferIntranetConnectionApplications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferIntranetConnectionReviews: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateInferIntranetConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ModifyInferIntranetConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CountInferServicesByTags: {
        parameters: {
            query?: {
                workspace_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaggedSearch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaggedCount"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferServicesByTags: {
        parameters: {
            query?: {
                workspace_id?: string | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaggedSearch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaggedServices"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferServiceTags: {
        parameters: {
            query?: {
                workspace_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectTags"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowInferServiceTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                resource_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferServiceTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                resource_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsOfService"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteInferServiceTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                resource_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsOfService"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowOverview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    SimulatePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A project of the account. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Simulation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListPools: {
        parameters: {
            query?: {
                workspaceId?: string | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreatePool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PoolCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolShape"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a pool. */
                pool_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolShape"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeletePool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a pool. */
                pool_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolShape"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    PatchPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a pool. */
                pool_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PoolUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolShape"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListPoolNodes: {
        parameters: {
            query?: {
                /** @description From the answer with the last page. */
                continue?: string | null;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of a pool. */
                pool_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListPoolQueue: {
        parameters: {
            query?: {
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of a pool. */
                pool_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListWorkloads: {
        parameters: {
            query?: {
                status?: ("Creating" | "Pending" | "Starting" | "Running" | "Terminating" | "Ended") | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of a pool. */
                pool_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolWorkloadList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListProcessorTasks: {
        parameters: {
            query?: {
                /** @description Id of a template. */
                task_type?: string;
                source_type?: "" | "OBS" | "TASK" | "DATASET" | "CUSTOM";
                source?: string;
                /** @description Ids of dataset versions, with commas between. */
                version_id?: string;
                query_current?: boolean;
                return_result?: boolean;
                status?: number | null;
                task_name?: string;
                workspace_id?: string;
                sort_by?: "create_time" | "name" | "duration_seconds";
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessorTaskList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateProcessorTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcessorTaskCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedProcessorTask"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    GetProcessorTaskItems: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessorItemList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListProcessorOperators: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CheckProcessorOperator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorCheck"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    PreviewProcessorTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedPreview"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescribeProcessorTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessorTaskAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateProcessorTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcessorTaskUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteProcessorTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListProcessorTaskVersions: {
        parameters: {
            query?: {
                sort_by?: "create_time" | "version_name";
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessorVersionList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateProcessorTaskVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcessorVersionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedProcessorVersion"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescProcessorTaskVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessorVersionAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteProcessorTaskVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ReadProcessorTaskVersionLog: {
        parameters: {
            query?: {
                /** @description In bytes; a negative one counts from the end. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessorLog"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListProcessorTaskVersionResults: {
        parameters: {
            query?: {
                /** @description -1 for all, 0 kept, 1 modified, 2 deleted, 3 added. */
                result_property?: string;
                /** @description Accepted; links lead to the whole files. */
                process_parameter?: string;
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessorResultList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ResumeProcessorTaskVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopProcessorTaskVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task. */
                task_id: string;
                /** @description Id of the version. */
                version_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferServices: {
        parameters: {
            query?: {
                id?: string | null;
                name?: string | null;
                status?: components["schemas"]["ServiceState"] | null;
                type?: ("REAL_TIME" | "ASYNC_REAL_TIME") | null;
                description?: string | null;
                pool_id?: string | null;
                user_name?: string | null;
                workspace_id?: string | null;
                tags?: string;
                auth_type?: string | null;
                pool_name?: string | null;
                asset_id?: string | null;
                node_ip?: string | null;
                sort_key?: string;
                sort_dir?: string;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceV2Page"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferService: {
        parameters: {
            query?: never;
            header?: {
                "x-auth-token-provider"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceToCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceV2"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferApiKeys: {
        parameters: {
            query?: {
                scope?: ("USER" | "SERVICE") | null;
                service_id?: string | null;
                name?: string | null;
                service_name?: string | null;
                key_id?: string | null;
                workspace_id?: string | null;
                with_user_scope?: boolean;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferTempApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemporaryKeyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemporaryKey"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteInferApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key. */
                key_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowInferServiceCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterV2"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchDeleteInferServices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServicesToDelete"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServicesDeleted"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferClusterFlavors: {
        parameters: {
            query?: {
                flavor_type?: ("CPU" | "GPU" | "ASCEND") | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlavorPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteInferDeploymentPod: {
        parameters: {
            query?: {
                force?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                id: string;
                /** @description Id or name of the deployment. */
                deployment_name: string;
                /** @description The name. */
                instance_name: string;
                /** @description The name. */
                name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PodNamed"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferDeploymentPodEvents: {
        parameters: {
            query?: {
                start_time?: number | null;
                end_time?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                id: string;
                /** @description Id or name of the deployment. */
                deployment_name: string;
                /** @description The name. */
                instance_name: string;
                /** @description The name. */
                name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PodEvent"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteInferDeploymentInstance: {
        parameters: {
            query?: {
                force?: boolean;
                operation?: "RECREATE" | "DELETE";
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                id: string;
                /** @description Id or name of the deployment. */
                deployment_name: string;
                /** @description The name. */
                name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceNamed"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferDeploymentPods: {
        parameters: {
            query?: {
                /** @description States: one, several with commas, or the parameter several times. */
                status?: string[];
                pod_name?: string | null;
                pod_id?: string | null;
                pod_node_ip?: string | null;
                pod_node_name?: string | null;
                pod_role_name?: string | null;
                /** @description Number of the page, from 0. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                id: string;
                /** @description Id or name of the deployment. */
                deployment_name: string;
                /** @description The name. */
                name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PodPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferDeploymentInstances: {
        parameters: {
            query?: {
                /** @description States: one, several with commas, or the parameter several times. */
                status?: string[];
                instance_name?: string | null;
                /** @description Number of the page, from 0. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                id: string;
                /** @description Id or name of the deployment. */
                name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstancePage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowInferService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceV2"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateInferService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceV2"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchBindInferApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeysOfService"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeysChanged"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchUnbindInferApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeysOfService"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeysChanged"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BindInferApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the key. */
                key_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UnbindInferApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id of the key. */
                key_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferDeployments: {
        parameters: {
            query?: {
                status?: string | null;
                sort_key?: string;
                sort_dir?: string;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupConfig"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowInferDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateInferDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteInferDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowInferDeploymentHpa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HpaAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateInferDeploymentHpa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HpaChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HpaAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferDeploymentHpa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HpaToCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HpaAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteInferDeploymentHpa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HpaAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferDeploymentHpaEvents: {
        parameters: {
            query?: {
                sort_key?: string | null;
                sort_dir?: string;
                /** @description Number of the page, from 0. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HpaEventPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowInferHra: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateInferHra: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateInferHra: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CancelInferDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StartInferDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentGroup"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopInferDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferDeploymentVersions: {
        parameters: {
            query?: {
                sort_key?: string | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowInferDeploymentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                /** @description The version. */
                version: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteInferDeploymentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                /** @description The version. */
                version: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Named"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    SwitchInferDeploymentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_id: string;
                /** @description The version. */
                version: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionSwitch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Named"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateInferDeploymentScale: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                /** @description Id or name of the deployment. */
                deployment_name: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Scale"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListInferServiceEvents: {
        parameters: {
            query?: {
                event_type?: ("NORMAL" | "ABNORMAL" | "WARNING") | null;
                event_info_key?: string;
                start_time?: number | null;
                end_time?: number | null;
                sort_key?: string;
                sort_dir?: string;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StartInferService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceV2"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopInferService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the service. */
                service_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceV2"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowPoolStatistics: {
        parameters: {
            query?: {
                workspaceId?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolStatistics"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListStorageBuckets: {
        parameters: {
            query?: {
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BucketList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateStorageBucket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BucketCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BucketItem"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteStorageBucket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bucket: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteStorageObjects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bucket: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Deletion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionResult"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateStorageFolder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bucket: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FolderCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folder"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListStorageObjects: {
        parameters: {
            query?: {
                prefix?: string;
                /** @description `/`, or empty to list all levels. */
                delimiter?: string;
                /** @description `next_marker` of the page before. */
                marker?: string;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                bucket: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateSignedURLs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedURLsCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedURLs"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListStorageTasks: {
        parameters: {
            query?: {
                state?: components["schemas"]["TaskState"] | null;
                kind?: components["schemas"]["TaskKind"] | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Largest number of records in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageTaskList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateStorageTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageTask"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowStorageTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageTask"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CancelStorageTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageTask"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListEventCategories: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventCategories"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingJobEngines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingJobFlavors: {
        parameters: {
            query?: {
                flavor_type?: components["schemas"]["FlavorType"] | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlavorList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ValidateTrainingJobName: {
        parameters: {
            query: {
                job_name: string;
                workspace_id?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NameAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTrainingJobs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobSearch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobListAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchDeleteTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchDelete"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ValidateTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingJobDetails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ChangeTrainingJobDescription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    StopTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobAction"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTrainingJobEvents: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
                /** @description `desc`: the newest first. */
                order?: string;
                /** @description In milliseconds since the epoch. */
                start_time?: number | null;
                /** @description In milliseconds since the epoch. */
                end_time?: number | null;
                /** @description Events of one level only. */
                level?: string;
                /** @description What the message holds. */
                pattern?: string;
                /** @description Who it happened to. */
                source?: string;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEvents"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DownloadTrainingJobLogs: {
        parameters: {
            query?: {
                /** @description Of which tasks; all by default. */
                task?: string[] | null;
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingJobLogsFromAom: {
        parameters: {
            query?: {
                /** @description `start_line` or `end_line` of an earlier answer. */
                base_line?: string;
                lines?: number;
                /** @description `desc`: the newest lines first. */
                order?: string;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogByLines"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTrainingJobMetrics: {
        parameters: {
            query?: {
                /** @description Most points of each curve; peaks stay visible. */
                points?: number;
                /** @description Curves of each accelerator, too. */
                per_card?: boolean;
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
                /** @description Number of records to skip. */
                offset?: number;
                /** @description Most tasks. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobCurves"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingJobMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobMetrics"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTrainingJobStages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobStages"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTrainingJobTasks: {
        parameters: {
            query?: {
                /** @description Of which run; of all by default. */
                schedule_count?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskHistory"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTrainingJobLogLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLinks"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateTrainingJobLogLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogLinkCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLink"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteTrainingJobLogLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                /** @description Id of the link. */
                link_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ReadTrainingJobLog: {
        parameters: {
            query?: {
                /** @description In bytes; a negative one counts from the end. */
                offset?: number;
                /** @description Most bytes. */
                limit?: number;
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogRange"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DownloadTrainingJobLog: {
        parameters: {
            query?: {
                /** @description Have browsers save it instead of showing it. */
                download?: boolean;
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTrainingJobLogLines: {
        parameters: {
            query?: {
                /** @description Where to begin; at the end by default. */
                offset?: number | null;
                /** @description The lines before `offset` instead of those after it. */
                backwards?: boolean;
                /** @description Most lines, before folding. */
                limit?: number;
                /** @description Whose lines; all by default. */
                source?: components["schemas"]["LineSource"][] | null;
                /** @description Lines of which levels; all by default. */
                level?: components["schemas"]["LineLevel"][] | null;
                /** @description Show what repeats only once, with how often it comes. */
                fold?: boolean;
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLines"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingJobLogsPreview: {
        parameters: {
            query?: {
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPreview"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    SearchTrainingJobLog: {
        parameters: {
            query: {
                /** @description What to look for; it is no expression. */
                text: string;
                /** @description Whether A to Z match a to z. */
                ignore_case?: boolean;
                /** @description Where to begin, in bytes. */
                offset?: number;
                /** @description Most hits shown; all are counted. */
                limit?: number;
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogHits"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    FollowTrainingJobLog: {
        parameters: {
            query?: {
                /** @description In bytes; a negative one counts from the end. */
                offset?: number;
                /** @description Which run of the task, counted from 1; the newest by default. */
                attempt?: number | null;
            };
            header?: {
                /** @description The id of the event seen last. */
                "last-event-id"?: string | null;
            };
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowObsUrlOfTrainingJobLogs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                training_job_id: string;
                /** @description The name of a task, such as worker-0. */
                task_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogURL"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingFlavorMaxAvailableResource: {
        parameters: {
            query?: {
                flavor_id?: string | null;
                pool_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LargestSize"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowTrainingQuotas: {
        parameters: {
            query?: {
                resource?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotasAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListWorkforces: {
        parameters: {
            query?: {
                search_content?: string;
                workforce_task_id?: string;
                workspace_id?: string;
                sort_by?: "create_time" | "workforce_name";
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateWorkforce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTeam"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AcceptWorkforceInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationAccept"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Joined"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListAllWorkers: {
        parameters: {
            query?: {
                /** @description Role of the members; ours: -1 for all of them. */
                role?: number;
                sort_by?: "create_time" | "email";
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescWorkforce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateWorkforce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteWorkforce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListWorkers: {
        parameters: {
            query?: {
                sort_by?: "create_time" | "email";
                order?: "asc" | "desc";
                /** @description Number of the page, from 0. */
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedMember"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    BatchDeleteWorkers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MembersDelete"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DescWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                /** @description Id of the member. */
                worker_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                /** @description Id of the member. */
                worker_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                /** @description Id of the member. */
                worker_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    InviteWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the team. */
                workforce_id: string;
                /** @description Id of the member. */
                worker_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__iam__schemas__catalog__VersionAnswer"];
                };
            };
        };
    };
    ShowProjectDetailsAndStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectWithStatusAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateProjectStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectStatusBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListAgencies: {
        parameters: {
            query: {
                domain_id: string;
                trust_domain_id?: string | null;
                name?: string | null;
                /** @description Page, from 1 on; only with per_page. */
                page?: number | null;
                /** @description Records on a page; only with page. */
                per_page?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateAgency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgencyCreateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgencyUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListDomainPermissionsForAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRoles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssociateAgencyWithDomainPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RemoveDomainPermissionFromAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CheckDomainPermissionForAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListProjectPermissionsForAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRoles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssociateAgencyWithProjectPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RemoveProjectPermissionFromAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CheckProjectPermissionForAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateTokenWithIdToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    ListPermanentAccessKeys: {
        parameters: {
            query?: {
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialsAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreatePermanentAccessKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialCreateRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedCredentialAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowPermanentAccessKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An access key. */
                access_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdatePermanentAccessKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An access key. */
                access_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialUpdateRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["Credential"];
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeletePermanentAccessKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An access key. */
                access_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateTemporaryAccessKeyByToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["TemporaryCredential"];
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListAllProjectsPermissionsForAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyRoleList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssociateAgencyWithAllProjectsPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RemoveAllProjectsPermissionFromAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CheckAllProjectsPermissionForAgency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                agency_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateBindingDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceBind"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteBindingDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceUnbind"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowUserMfaDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListUserMfaDevices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicesAnswer"];
                };
            };
        };
    };
    CreateMfaDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceCreateRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewDeviceAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteMfaDevice: {
        parameters: {
            query: {
                user_id: string;
                serial_number: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListGroupsForEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterpriseProjectGroupList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListRolesForGroupOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRoles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssociateRoleToGroupOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RevokeRoleFromGroupOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListUsersForEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterpriseProjectUserList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListRolesForUserOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRoles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssociateRoleToUserOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
                user_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RevokeRoleFromUserOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enterprise_project_id: string;
                user_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListEnterpriseProjectsForGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterpriseProjectList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowDomainRoleAssignments: {
        parameters: {
            query: {
                domain_id: string;
                role_id?: string | null;
                subject?: ("user" | "group" | "agency") | null;
                "subject.user_id"?: string | null;
                "subject.group_id"?: string | null;
                "subject.agency_id"?: string | null;
                scope?: ("project" | "domain" | "enterprise_project") | null;
                "scope.project_id"?: string | null;
                "scope.domain_id"?: string | null;
                "scope.enterprise_projects_id"?: string | null;
                is_inherited?: boolean | null;
                include_group?: boolean;
                page?: number | null;
                per_page?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleAssignmentList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssociateRoleToAgencyOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgencyEnterpriseGrants"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    RevokeRoleFromAgencyOnEnterpriseProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgencyEnterpriseGrants"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListEnterpriseProjectsForUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterpriseProjectList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListCustomPolicies: {
        parameters: {
            query?: {
                /** @description Page, from 1 on; only with per_page. */
                page?: number | null;
                /** @description Records on a page; only with page. */
                per_page?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateCloudServiceCustomPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleCreateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowCustomPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithReferencesAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteCustomPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateCloudServiceCustomPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCreateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateUserInformation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    CreateUnscopedTokenWithIdToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                idp_id: string;
                protocol_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListAllProjectPermissionsForGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRoles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    UpdateDomainGroupInheritRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    DeleteDomainGroupInheritedRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCheckroleForGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowCatalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalog"];
                };
            };
        };
    };
    KeystoneListAuthDomains: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainList"];
                };
            };
        };
    };
    KeystoneListAuthProjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
        };
    };
    KeystoneValidateToken: {
        parameters: {
            query?: {
                /** @description Any value leaves the catalogue out. */
                nocatalog?: string | null;
            };
            header?: {
                /** @description The token that is asked about. */
                "x-subject-token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCreateUserTokenByPassword: {
        parameters: {
            query?: {
                /** @description Any value leaves the catalogue out. */
                nocatalog?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneRevokeToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The token that is asked about. */
                "x-subject-token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCheckToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The token that is asked about. */
                "x-subject-token"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListDomainPermissionsForGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRoles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneAssociateGroupWithDomainPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneRemoveDomainPermissionFromGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCheckDomainPermissionForGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListEndpoints: {
        parameters: {
            query?: {
                interface?: ("public" | "internal" | "admin") | null;
                service_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListGroups: {
        parameters: {
            query?: {
                domain_id?: string | null;
                name?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCreateGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupCreateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneDeleteGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneUpdateGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListUsersForGroupByAdmin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneAddUserToGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneRemoveUserFromGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCheckUserInGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListProjects: {
        parameters: {
            query?: {
                domain_id?: string | null;
                name?: string | null;
                parent_id?: string | null;
                enabled?: boolean | null;
                is_domain?: boolean | null;
                /** @description Page, from 1 on; only with per_page. */
                page?: number | null;
                /** @description Records on a page; only with page. */
                per_page?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCreateProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectCreateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneDeleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneUpdateProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListProjectPermissionsForGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRoles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneAssociateGroupWithProjectPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneRemoveProjectPermissionFromGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCheckProjectPermissionForGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                group_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListRegions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegionList"];
                };
            };
        };
    };
    KeystoneShowRegion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                region_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegionAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListPermissions: {
        parameters: {
            query?: {
                domain_id?: string | null;
                name?: string | null;
                display_name?: string | null;
                permission_type?: ("policy" | "role") | null;
                type?: ("domain" | "project" | "all") | null;
                catalog?: string | null;
                /** @description Page, from 1 on; only with per_page. */
                page?: number | null;
                /** @description Records on a page; only with page. */
                per_page?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListServices: {
        parameters: {
            query?: {
                type?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__iam__schemas__catalog__ServiceList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["modelyard__iam__schemas__catalog__ServiceAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListUsers: {
        parameters: {
            query?: {
                domain_id?: string | null;
                enabled?: boolean | null;
                name?: string | null;
                password_expires_at?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneCreateUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCreateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneShowUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneDeleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneUpdateUserByAdmin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListGroupsForUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneUpdateUserPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    KeystoneListProjectsForUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ListTraces: {
        parameters: {
            query?: {
                trace_type?: "system" | "data";
                limit?: number;
                next?: string | null;
                from?: number | null;
                to?: number | null;
                user?: string | null;
                service_type?: string | null;
                resource_type?: string | null;
                resource_id?: string | null;
                trace_name?: string | null;
                trace_id?: string | null;
                trace_rating?: components["schemas"]["TraceRating"] | null;
                access_key_id?: string | null;
            };
            header?: never;
            path: {
                /** @description A project of the account. */
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracesAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssumeAgency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssumeAgencyRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssumeAgencyAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    AssumeAgencyWithOIDC: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    AssumeAgencyWithSAML: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    GetCallerIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallerIdentity"];
                };
            };
        };
    };
    DecodeAuthorizationMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecodeRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecodeAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ShowVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
}
