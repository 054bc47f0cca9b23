"""`make demo`: a whole story on a stepped clock, against real Kafka, PostgreSQL and mail, checked as it goes.

The story is data (`scenario/*.toml`); `player` plays it. Time moves on only when every service is quiet.
"""
