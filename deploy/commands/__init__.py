"""The subcommands of `cspr`, a file each."""
