"""Domain time as a function of virtual time: slow where dates change and reminders are due, else fast."""

import asyncio
from bisect import bisect_right
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SLOW, OFFICE, FAST, WEEKEND = 900.0, 4 * 3600.0, 12 * 3600.0, 24 * 3600.0  # domain seconds a virtual second
LEAP = 10 * 24 * 3600.0
_DAY = (
    (time(0), SLOW),
    (time(0, 40), FAST),
    (time(8, 55), SLOW),
    (time(9, 40), OFFICE),
    (time(17), FAST),
    (time(23, 55), SLOW),
)
DAYS = 90


class DomainClock:
    """The services' Clock port."""

    def __init__(self, start: datetime) -> None:
        self._virtual, self._domain, self._speed = [0.0], [start], [FAST]
        day = start.astimezone(LONDON).date()
        for number in range(DAYS):
            date = day + timedelta(days=number)
            for begins, speed in _DAY if date.weekday() < 5 else ((time(0), WEEKEND),):
                self._turn(datetime.combine(date, begins, LONDON).astimezone(UTC), speed)

    def _turn(self, at: datetime, speed: float) -> None:
        if at <= self._domain[-1]:
            self._speed[-1] = speed
            return
        self._virtual.append(self.virtual(at))
        self._domain.append(at)
        self._speed.append(speed)

    def now(self) -> datetime:
        return self.at(asyncio.get_running_loop().time())

    def at(self, virtual: float) -> datetime:
        n = bisect_right(self._virtual, virtual) - 1
        return self._domain[n] + timedelta(seconds=(virtual - self._virtual[n]) * self._speed[n])

    def virtual(self, at: datetime) -> float:
        """When it will be, or was, that time; the start for what lies before it."""
        n = bisect_right(self._domain, at) - 1
        if n < 0:
            return 0.0
        return self._virtual[n] + (at - self._domain[n]).total_seconds() / self._speed[n]

    def leap(self) -> None:
        """From now on the year goes by, at the same speed by day and by night."""
        virtual = asyncio.get_running_loop().time()
        past = bisect_right(self._virtual, virtual)
        domain = self.at(virtual)
        for of_the_future in (self._virtual, self._domain, self._speed):
            del of_the_future[past:]
        self._virtual.append(virtual)
        self._domain.append(domain)
        self._speed.append(LEAP)

    async def until(self, at: datetime) -> None:
        await asyncio.sleep(max(0.0, self.virtual(at) - asyncio.get_running_loop().time()))
