"""Three dashboards: what is owed, how events flow, how each service is."""

from deploy.grafana.panels import Dashboard, Panel

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
    ],
)

SERVICES = Dashboard(
    "cspr-services",
    "Services",
    [
        Panel("Answers", 'up{job="cspr"}', "{{instance}}"),
        Panel("Takes commands and reports", "cspr_accepting", _SERVICE),
        Panel("Due, and cannot be done", "cspr_stuck", _SERVICE, alarming_from=1),
        Panel("Clock ahead of PostgreSQL's", "abs(cspr_clock_skew_seconds)", _SERVICE, unit="s"),
        Panel("Since the witness signed", "time() - cspr_witness_signed_timestamp_seconds", unit="s"),
        Panel("The oldest record in quarantine", "cspr_quarantine_oldest_seconds", _SERVICE, unit="s"),
    ],
)

DASHBOARDS = (DUTIES, PIPELINE, SERVICES)
