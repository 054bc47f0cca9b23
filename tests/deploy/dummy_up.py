"""`cspr up` with dummy services: run as `dummy_up.py DATA_DIR BASE_PORT PARTNERSHIP [CLOCK]`."""

import sys
from pathlib import Path

from deploy.commands.up import up_with
from deploy.local.clock_file import ClockStart
from deploy.local.runtime import Runtime

DUMMY = Path(__file__).with_name("dummy_service.py")


def main(data_dir: str, base_port: str, partnership: str, clock: str = "") -> None:
    up_with(
        Runtime(
            Path(data_dir),
            int(base_port),
            clock=ClockStart.parse(clock) if clock else None,
            services=("intake", "publisher", "console"),
            partnership=Path(partnership),
            command=lambda name: [sys.executable, str(DUMMY)],
            report=lambda line: print(line, file=sys.stderr, flush=True),  # noqa: T201
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
