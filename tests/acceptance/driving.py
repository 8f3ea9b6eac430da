"""The SDK's client with less to write: requests as plain dictionaries, answers as the SDK's models."""

import camunda_orchestration_sdk as sdk

SEARCHES = {
    "process_definitions": sdk.ProcessDefinitionSearchQuery,
    "process_instances": sdk.ProcessInstanceSearchQuery,
    "element_instances": sdk.ElementInstanceSearchQuery,
    "variables": sdk.VariableSearchQuery,
    "user_tasks": sdk.UserTaskSearchQuery,
    "jobs": sdk.JobSearchQuery,
    "incidents": sdk.IncidentSearchQuery,
    "message_subscriptions": sdk.MessageSubscriptionSearchQuery,
    "decision_definitions": sdk.DecisionDefinitionSearchQuery,
    "decision_requirements": sdk.DecisionRequirementsSearchQuery,
    "decision_instances": sdk.DecisionInstanceSearchQuery,
    "resources": sdk.ResourceSearchQuery,
}


class Driver:
    def __init__(self, client):
        self.client = client

    def start(self, process_id, variables=None, **more):
        request = {"processDefinitionId": process_id, "variables": variables or {}, **more}
        return self.client.create_process_instance(data=sdk.ProcessCreationById.from_dict(request))

    def search(self, what, *, sort=(), page=None, **filter_):
        """The whole answer of a search."""
        request = {"filter": filter_, "sort": list(sort)} | ({"page": page} if page else {})
        return getattr(self.client, f"search_{what}")(data=SEARCHES[what].from_dict(request))

    def find(self, what, **filter_):
        """The items that a search finds."""
        return self.search(what, **filter_).items

    def task(self, instance, element_id=None):
        """The one open user task of an instance."""
        wanted = {"elementId": element_id} if element_id else {}
        key = str(instance.process_instance_key)
        [task] = self.find("user_tasks", processInstanceKey=key, state="CREATED", **wanted)
        return task

    def complete(self, task, **variables):
        request = sdk.UserTaskCompletionRequest.from_dict({"variables": variables})
        self.client.complete_user_task(user_task_key=task.user_task_key, data=request)

    def assign(self, task, assignee, **more):
        request = sdk.UserTaskAssignmentRequest.from_dict({"assignee": assignee, **more})
        self.client.assign_user_task(user_task_key=task.user_task_key, data=request)

    def cancel(self, instance):
        self.client.cancel_process_instance(
            process_instance_key=instance.process_instance_key, data=sdk.CancelProcessInstanceRequest()
        )

    def activate(self, job_type, *, maximum=1, timeout=60_000, request_timeout=-1, **more):
        request = {
            "type": job_type,
            "maxJobsToActivate": maximum,
            "timeout": timeout,
            "requestTimeout": request_timeout,
            **more,
        }
        return self.client.activate_jobs(data=sdk.JobActivationRequest.from_dict(request)).jobs

    def state(self, instance):
        return str(self.client.get_process_instance(process_instance_key=instance.process_instance_key).state)

    def variables(self, instance):
        """The variables of the instance's own scope, as JSON texts."""
        return {each.name: each.value for each in self.find("variables", scopeKey=str(instance.process_instance_key))}
