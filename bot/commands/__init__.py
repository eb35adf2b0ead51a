"""The subcommands of `fengqiao`, one a file."""
