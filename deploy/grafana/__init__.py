"""Grafana's dashboards: written from a few typed lines, kept as the JSON that Grafana provisions."""
