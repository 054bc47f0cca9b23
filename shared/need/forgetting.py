"""What an erasure leaves of how persons stood to a case: whose work it was, and not who was let in or kept out.

A row `erased` takes their place: the case is not nobody's for it. Where a joint review that covered the case still
stands, a conflict closes that one, so it is kept as long, and no longer. Whatever the order in which a log is read
again, the same is left.
"""

from shared.events.base import Recorded
from shared.events.keeping import CaseErased
from shared.keys import never_again
from shared.writes import Write

# What was said of an erased case and is read after its erasure. A case's conflicts are asked about by themselves.
UNLESS_ERASED = "NOT EXISTS (SELECT 1 FROM log.erased WHERE key_id = $1)"
UNLESS_FORGOTTEN = (
    "NOT EXISTS (SELECT 1 FROM case_relations WHERE subject = $1 AND relation = 'erased' AND purpose = '')"
)
_JOINT_STANDS = "a joint review stands"
_LET_IN = """
DELETE FROM case_relations
 WHERE subject = $1 AND relation IN ('reported', 'granted', 'broken glass', 'to be notified', 'to be published')
"""
# `covers`: the case with which it was erased.
_ERASED = "INSERT INTO case_relations VALUES ($1, 'erased', '', $2, NULL, $3, $4, NULL)"
# Asked for by the index on what covers what: every erasure and every joint review asks.
# Of what was erased together, once every joint review that covered any of it is erased, too.
_NO_JOINT = """
UPDATE case_relations SET purpose = ''
 WHERE relation = 'erased' AND purpose <> '' AND covers <> '' AND covers IN (
    SELECT mine.covers
      FROM case_relations AS mine
      JOIN case_relations AS joint
        ON joint.relation = 'covers' AND joint.covers = mine.subject AND joint.covers <> ''
      LEFT JOIN case_relations AS gone ON gone.relation = 'erased' AND gone.subject = joint.subject
     WHERE mine.relation = 'erased' AND mine.purpose <> '' AND mine.covers <> ''
     GROUP BY mine.covers HAVING count(joint.subject) = count(gone.subject))
"""
_KEPT_OUT = """
DELETE FROM case_relations
 WHERE relation = 'conflict'
   AND subject IN (SELECT subject FROM case_relations WHERE relation = 'erased' AND covers <> '' AND purpose = '')
"""


def forget(write: Write, recorded: Recorded, erased: CaseErased) -> None:
    stands = _JOINT_STANDS if erased.joint_text == "no longer tells of this incident" else ""
    for case in dict.fromkeys((recorded.subject, *erased.cases)):
        never_again(write, case, recorded.subject)
        write(_LET_IN, case)
        write(_ERASED, case, stands, recorded.id, recorded.subject)
    forget_kept_out(write)


def forget_kept_out(write: Write) -> None:
    """Also when it is read which cases a joint review covers: it may be gone already."""
    write(_NO_JOINT)
    write(_KEPT_OUT)
