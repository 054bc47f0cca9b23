"""Sentences of a good draft: nothing in them tells who anybody is."""

SENTENCES = [
    line.strip()
    for line in """
    The review considers how organisations worked with the family over several years.
    Practitioners described heavy workloads and a high turnover of staff.
    The health visitor recorded concerns, but they were not shared with other services.
    Several appointments were missed, and nobody asked what each one was like for the child.
    Records were kept in three systems, and no one person could read all of them.
    A strategy discussion was held promptly, and all relevant agencies took part.
    The child's voice was not always heard when plans were made.
    Both parents were spoken to by the reviewer, and we are grateful for their help.
    Information about the father was limited, because services spoke mainly with the mother.
    Good practice was seen in the work of the early help team.
    There was evidence of professional curiosity, but it was not sustained.
    Supervision was offered regularly and was valued by practitioners.
    The partnership will audit progress within the next year.
    Thresholds were understood differently by different agencies.
    The family moved between areas, and the transfer of records took too long.
    Staff told us that they did not feel able to challenge decisions.
    Housing conditions were poor, and this affected the whole household.
    The school noticed changes and made a referral to children's social care.
    The general practitioner was not invited to the meeting.
    Some details have been left out so that nobody can be recognised.
    Domestic abuse was known to the police, but its effect on the children was not assessed.
    Every service should ask who else is working with the family.
    Plans were written clearly, and had dates by which each action should be done.
    The review found that the procedure was good, but that few people knew of it.
    Managers should make time for reflection after difficult visits.
    Alcohol misuse was recorded as a risk, without a plan to reduce it.
    An interpreter was used at some meetings and not at others.
    The lead reviewer met practitioners in two workshops.
    Agencies accepted all recommendations and have begun work on them.
    We heard that families find it hard to tell the same story many times.
    The national Panel agreed with the decision of the safeguarding partners.
    Mental health services saw the adult as a patient and less as a parent.
    What mattered most was whether anybody asked how each day went at home.
    A named person will be responsible for each improvement.
    Children learn to trust adults who keep their promises.
    Training was available, but it was not attended by those who needed it.
    The review does not look for somebody to blame.
    It is likely that stress at home grew when support came to an end.
    Practitioners may not have known what good care looks like in such a case.
    Early support will be offered before problems grow.
    Young people told us that they want to be asked, and to be believed.
    The court was given a clear account by the social worker.
    Some hope was expressed that services would change.
    Work with fathers has improved, and a guide is now in use.
    """.splitlines()
    if line.strip()
]
