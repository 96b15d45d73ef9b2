"""Has a list where a function belongs."""

sop_api = 1

sop_definitions = [{"id": "county07.survey"}]
