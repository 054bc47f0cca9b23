"""Short and pet forms of given names, both ways: Billy is looked for where William is known, and back."""

_FORMS = """
alexander alex al sandy sasha alec xander lex | alexandra alex sandra sasha lexi lexie ali
abigail abi abby gail | amelia millie amy mia | andrew andy drew | anthony tony ant | benjamin ben benny benji
barbara barb babs | bartholomew bart | catherine katherine kathryn cathy kathy kate katie kat kitty cat
charles charlie chas chuck | charlotte charlie lottie lotte | christopher chris kit topher
christina chris chrissie tina | daniel dan danny | david dave davey dai | deborah debbie debs
dorothy dot dottie dolly | edward ed eddie ted teddy ned | eleanor ellie nell nellie nora lenny
elizabeth liz lizzie beth betty bess eliza libby lisa elsie | emily em emmy millie | emma em emmie
frances fran frankie fanny | francis frank frankie | frederick fred freddie | gabriel gabe
gabrielle gabby elle | george georgie | georgina georgie gina | gregory greg | gwendolyn gwen
harold harry hal | harriet hattie hatty | henry harry hal hank | isabella isabel bella izzy belle ella
isaac zac ike | jacob jake jay | jacqueline jackie | james jim jimmy jamie jem | jason jase jay
jennifer jen jenny | jessica jess jessie | john jack johnny jon | jonathan jon jonny nathan
joseph joe joey jo | josephine josie jo | joshua josh | katarzyna kasia kaska | kenneth ken kenny
kimberley kim | lawrence larry laurie | leonard len lenny leo | lillian lily lil | louis lou louie
louise lou lulu | lucy lu lucia | malcolm mal | małgorzata malgorzata gosia
margaret maggie meg peggy madge greta marge daisy mair megan | matilda tilly mattie | matthew matt matty
maximilian max | michael mike mick mickey mikey micky | michelle shell
mohammed muhammad mohamed mohammad mo hamoudi | mohamud mahmoud | nathaniel nate nat nathan
nicholas nick nicky nico | nicola nicky nic | olivia liv livvy ollie | oliver ollie
patricia pat patsy tricia trish | patrick pat paddy | penelope penny | peter pete | philip phil pip | phillip
philippa pip pippa | rebecca becky becca becks | richard rick ricky dick rich richie | robert rob bob bobby
robbie bert | ronald ron ronnie | rosemary rose rosie | ruth ruthie | samantha sam sammy | samuel sam sammy
sarah sally sadie | sebastian seb bas | sophia sophie soph fifi | stanislaw stas staszek
stephen steven steve stevie | susan sue susie suzie | teresa theresa tess terry | theodore theo ted teddy
thomas tom tommy tam | timothy tim timmy | victoria vicky tori vic | vincent vince vinny
william will bill billy willy liam wills gwilym | wojciech wojtek | zachary zach zac zack | zuzanna zuzia zuza
agnieszka aga | aleksandra ola | jakub kuba | jan janek | tomasz tomek | oluwaseun seun | oluwaseyi seyi
oluwatobi tobi | adebayo bayo ade | folasade sade | temitope temi tope | ayodele ayo dele
babatunde tunde baba | abdullah abdul abdallah | fatima fatma fati | khadija khadijah dija
yusuf yousef youssef joseph | ibrahim ebrahim abraham | aisha ayesha aysha | ahmed ahmad
hussein hussain husain
"""  # a bar or a line's end parts the groups; in each, any may stand for any


def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _FORMS.replace("|", "\n").splitlines():
        group = frozenset(line.split())
        for name in group:
            found[name] = found.get(name, frozenset()) | group
    return found


_SHORT = _groups()


def short_forms(part: str) -> frozenset[str]:
    """Also what people make of any name: its first letters, with or without a y, ie or o at the end."""
    if len(part) < 5:
        return _SHORT.get(part, frozenset())
    heads = [part[:length] for length in range(3, min(len(part), 6))]
    made = {head + ending for head in heads for ending in ("", "y", "i", "ie", "o", "a", "e")}
    doubled = {head + head[-1] + ending for head in heads[:2] for ending in ("y", "ie", "a")}
    return _SHORT.get(part, frozenset()) | made | doubled
