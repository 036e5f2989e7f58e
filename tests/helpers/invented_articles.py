"""Articles and a codebook, all invented, that tests of several packages share."""

PORTS = """Ports weigh rules for robot pilots

Ada Quill, director of the Harbour Trust, said that human rights and privacy must come first. \
“Transparency is the key to trust,” Quill said.

Bo Ferris, spokesman of the Pilots' Union, warned that thousands of jobs would be lost. \
According to Ferris, 35 percent of pilots fear for their jobs.

Night fell over the quay, and the cranes stood still.

Cleo Marsh, a researcher at the Tide Institute, argued that new standards would reduce the risk. \
"-5 degrees is no excuse," Marsh said.
"""
"""Three speakers, six statements, three figures; one statement starts with a sign that a spreadsheet would run."""

HARBOUR_CODEBOOK = """
id = "harbour"
version = "3"
title = "Harbour"
[[themes]]
id = "rules"
label = "Rules"
terms = ["privacy", "standard", "cost*"]
[[themes]]
id = "trust"
label = "Trust"
terms = ["trust", "transparen*"]
"""
