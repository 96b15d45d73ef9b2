"""SOP on a case of the helpdesk: the contact note, supervision, field tools, and statements step by step.

`records` stores and finds, `facts` says what prompts may look at, `writing` takes what is written, and
`screens` are the pages round it. Who may see a ticket may see its records of the case, and nobody else.
"""
