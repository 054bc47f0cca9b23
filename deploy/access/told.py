"""How another process is told where Kafka is, and who it is there: by its environment."""

from shared.broker import Broker


def environment_of(broker: Broker) -> dict[str, str]:
    """What `shared.settings.KafkaSettings` reads."""
    told = {"CSPR_KAFKA": str(broker)}
    if login := broker.login:
        told |= {
            "CSPR_KAFKA_SECURITY": "sasl_ssl" if login.authorities else "sasl_plaintext",
            "CSPR_KAFKA_USER": login.user,
            "CSPR_KAFKA_PASSWORD": login.password.get_secret_value(),
        }
        told |= {"CSPR_KAFKA_AUTHORITIES": str(login.authorities)} if login.authorities else {}
    return told
