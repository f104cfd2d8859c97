"""Every rendered repository passes the checks of its own pipeline, through the make targets that the pipeline calls.

`repositories` makes the repositories, `checks` says what their workflows run, `environment` what the commands find,
`passed` what need not run again. `RENDERED_CHECKS=all` runs everything anew.
"""
