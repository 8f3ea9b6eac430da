"""History by the million: ended instances of the process that is there, made by SQL."""

from service.persistence.database import Database

#: keys far above those that the service has given out
_BASE = 10_000_000_000
_PARTS = (
    """INSERT INTO process_instance (key, process_definition_key, process_definition_id, root_process_instance_key,
           state, started_at, ended_at)
       SELECT k, d.key, d.process_definition_id, k, 'COMPLETED', now(), now() FROM numbers, definition d""",
    """INSERT INTO element_instance (key, process_instance_key, root_process_instance_key, process_definition_key,
           scope_key, element_id, element_name, type, state, started_at, ended_at)
       SELECT k + n, k, k, d.key, k, e.id, e.id, 'USER_TASK', 'COMPLETED', now(), now()
       FROM numbers, definition d, (VALUES (1, 'one'), (2, 'two'), (3, 'three')) AS e (n, id)""",
    """INSERT INTO user_task (key, process_instance_key, root_process_instance_key, process_definition_key, element_id,
           name, state, assignee, priority, custom_headers, created_at, ended_at, completed_by)
       SELECT k + n, k, k, d.key, e.id, e.id, 'COMPLETED', 'alice', 50, '{}', now(), now(), 'alice'
       FROM numbers, definition d, (VALUES (1, 'one'), (2, 'two'), (3, 'three')) AS e (n, id)""",
    """INSERT INTO variable (key, process_instance_key, root_process_instance_key, scope_key, name, value, open)
       SELECT k + n, k, k, k, v.name, '5', false
       FROM numbers, (VALUES (4, 'amount'), (5, 'one_done'), (6, 'note')) AS v (n, name)""",
    """INSERT INTO audit_event (key, type, entity_type, entity_key, process_instance_key, root_process_instance_key,
           process_definition_key, actor, at, details)
       SELECT k + 9, 'user_task_completed', 'user_task', k + 1, k, k, d.key, 'alice', now(), '{}'
       FROM numbers, definition d""",
    """INSERT INTO sequence_flow (process_instance_key, flow_id, root_process_instance_key, process_definition_key,
           taken) SELECT k, f.id, k, d.key, 1 FROM numbers, definition d, (VALUES ('f0'), ('f1')) AS f (id)""",
)


def fill(database: Database, ended: int) -> None:
    """Insert so many ended instances, each with its elements, tasks, variables, flows and audit."""
    with database.begin() as connection:
        connection.exec_driver_sql(f"SELECT setval('key_sequence', {_BASE + (ended + 1) * 10})")
        for part in _PARTS:
            connection.exec_driver_sql(
                f"WITH numbers AS (SELECT {_BASE} + i * 10 AS k FROM generate_series(1, {ended}) AS i), "
                "definition AS (SELECT key, process_definition_id FROM process_definition "
                f"WHERE process_definition_id = 'tasks') {part}"
            )


def tidy(database: Database) -> None:
    """What autovacuum would have done by now."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
