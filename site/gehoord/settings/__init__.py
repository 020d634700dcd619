"""Settings, read from the environment by typed readers (env.py)."""
