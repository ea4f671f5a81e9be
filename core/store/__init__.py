"""The school's database: sealed columns, an audit chain, one schema on two engines, its backups."""
