"""What waiting requests are woken by: NOTIFY channels and their payloads."""

#: a job for external workers can be activated; the payload is its type
JOB_AVAILABLE = "presales_job_available"
#: a root instance that somebody awaits has ended; the payload is its key
INSTANCE_ENDED = "presales_instance_ended"
