"""Dashboards: what is owed, how events flow, how the services are, and one for each of them."""

from deploy.grafana.panels import Dashboard, Panel
from shared.topics import SERVICES_THAT_SAY

_OWNERS = 'service!="console"'
_SERVICE = "{{service}}"

DUTIES = Dashboard(
    "cspr-duties",
    "Duties",
    [
        Panel(
            "Overdue",
            f'sum(cspr_duties{{band="overdue", {_OWNERS}}})',
            kind="stat",
            alarming_from=1,
            text="Past their date and still owed",
        ),
        Panel("Due today", f'sum(cspr_duties{{band="today", {_OWNERS}}})', kind="stat", alarming_from=1),
        Panel("Late and not explained", f"sum(cspr_late_unexplained{{{_OWNERS}}})", kind="stat", alarming_from=1),
        Panel("Outstanding, by how near", f"sum by (band) (cspr_duties{{{_OWNERS}}})", "{{band}}"),
        Panel("Outstanding, by rule", f"sum by (rule) (cspr_duties{{{_OWNERS}}})", "{{rule}}"),
        Panel("Outstanding, by whom it is owed to", f"sum by (owed_to) (cspr_duties{{{_OWNERS}}})", "{{owed_to}}"),
        Panel(
            "Overdue by the console's own count",
            'sum(cspr_duties{band="overdue", service="console"})',
            kind="stat",
            alarming_from=1,
            text="It folds the four logs by itself; the same number as the first panel",
        ),
        Panel(
            "Bank holidays known for",
            "min(cspr_calendar_days_left)",
            unit="d",
            kind="stat",
            text="400 days at least",
        ),
    ],
)

PIPELINE = Dashboard(
    "cspr-pipeline",
    "Pipeline",
    [
        Panel("Not on Kafka yet", "cspr_unpublished", _SERVICE, text="Only the database holds these"),
        Panel("The oldest of them waits", "cspr_unpublished_seconds", _SERVICE, unit="s"),
        Panel("A backlog stands still for", "cspr_relay_stalled_seconds", _SERVICE, unit="s"),
        Panel(
            "Relays that lead", f"sum by (service) (cspr_relay_leading{{{_OWNERS}}})", _SERVICE, text="One each"
        ),
        Panel("Still to be heard", "sum by (service) (cspr_lag)", _SERVICE),
        Panel("Heard, and waiting for what it builds on", "cspr_parked", _SERVICE),
        Panel("Partitions that cannot be read on", "cspr_out_of_range", _SERVICE),
        Panel("Events said", "sum by (service) (cspr_said)", _SERVICE),
        Panel("Events heard", "sum by (service, source) (cspr_heard)", "{{service}} from {{source}}"),
        Panel("Records that wait for a person", "cspr_quarantine_waiting", _SERVICE, alarming_from=1),
        Panel(
            "Behind, seen from outside",
            "max by (group) (cspr_group_lag_seconds)",
            "{{group}}",
            unit="s",
            text="How long the oldest record has waited that a service has not heard",
        ),
        Panel("Records not heard, seen from outside", "sum by (group) (cspr_group_lag_records)", "{{group}}"),
        Panel("Instances that hear", "cspr_group_members", "{{group}}"),
        Panel(
            "Offsets have not moved for",
            "min by (group) (cspr_group_unmoved_seconds)",
            "{{group}}",
            unit="s",
            text="Where nothing is said, nothing moves: a sign of trouble only beside records not heard",
        ),
        Panel(
            "Age of the newest canary",
            "cspr_canary_age_seconds",
            _SERVICE,
            unit="s",
            text="A synthetic report goes the whole way once a minute",
        ),
        Panel("Intake takes canaries", "cspr_canary_accepted", kind="stat"),
        Panel("Kafka answers the watcher", "cspr_kafka_reachable", kind="stat"),
        Panel("These numbers are old by", "max(cspr_group_read_age_seconds)", unit="s", kind="stat"),
    ],
)

SERVICES = Dashboard(
    "cspr-services",
    "Services",
    [
        Panel("Answers", 'up{job=~"cspr|cspr-watcher"}', "{{instance}}"),
        Panel("Takes commands and reports", "cspr_accepting", _SERVICE),
        Panel("Due, and cannot be done", "cspr_stuck", _SERVICE, alarming_from=1),
        Panel("Clock ahead of PostgreSQL's", "abs(cspr_clock_skew_seconds)", _SERVICE, unit="s"),
        Panel("Since the witness signed", "time() - cspr_witness_signed_timestamp_seconds", unit="s"),
        Panel("The oldest record in quarantine", "cspr_quarantine_oldest_seconds", _SERVICE, unit="s"),
    ],
)


def _of(service: str) -> Dashboard:
    """What one looks at when an alert names this service."""
    only = f'{{service="{service}"}}'
    as_group = f'{{group="{service}"}}'
    return Dashboard(
        f"cspr-{service}",
        f"Service: {service}",
        [
            Panel("Takes commands and reports", f"cspr_accepting{only}", kind="stat"),
            Panel("Due, and cannot be done", f"cspr_stuck{only}", kind="stat", alarming_from=1),
            Panel("Records set aside", f"cspr_quarantine_waiting{only}", kind="stat", alarming_from=1),
            Panel("Not on Kafka yet", f"cspr_unpublished{only}"),
            Panel("The oldest of them waits", f"cspr_unpublished_seconds{only}", unit="s"),
            Panel("Events said", f"cspr_said{only}"),
            Panel("Not heard", f"sum by (topic) (cspr_group_lag_records{as_group})", "{{topic}}"),
            Panel("The oldest of them waits since", f"max(cspr_group_lag_seconds{as_group})", unit="s"),
            Panel("Heard, and waiting for what it builds on", f"cspr_parked{only}"),
            Panel("Age of the newest canary", f"cspr_canary_age_seconds{only}", unit="s"),
            Panel("Instances that hear", f"cspr_group_members{as_group}", kind="stat"),
            Panel("Clock ahead of PostgreSQL's", f"abs(cspr_clock_skew_seconds{only})", unit="s"),
        ],
    )


DASHBOARDS = (DUTIES, PIPELINE, SERVICES, *map(_of, (*SERVICES_THAT_SAY, "console")))
