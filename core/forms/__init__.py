"""The language of the report form: its questions, their rules, its versions, the answers to it."""
