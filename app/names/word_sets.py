"""Dutch words around names: what comes before one, what comes after, what looks like one and is not."""


def words_of(text: str) -> frozenset[str]:
    """Return the words of this text."""
    return frozenset(text.split())


CALLED = words_of(
    """
    heet heette heten genaamd noemt noemen noemde naam voornaam meneer mijnheer mevrouw juf juffrouw meester dokter tante oom ome opa oma kleine
    buurman buurvrouw
    """
)
"""Right before a name, whatever word that is otherwise: "zij heet Roos"."""
RELATED = words_of(
    """
    zus zusje broer broertje zoon zoontje dochter dochtertje vriend vriendin vriendje vriendinnetje neef neefje nicht nichtje man vrouw collega
    baby kind jongen meisje hond poes kat
    """
)
"""Before a name now and then: "mijn zus Mei"."""
BEFORE_SURNAME = words_of("meneer mijnheer mevrouw familie gezin dokter juf meester achternaam")
"""Right before a surname: "familie Bakker"."""
BEFORE_FAMILY_NAME = words_of("van de der den ten ter")
"""Make an ordinary word behind a first name a surname, also without capitals: "jan de bakker"."""
BETWEEN_LEAD_AND_NAME = words_of("is was heet heette genaamd dus")
"""May stand between such a word and the name: "haar naam is Mark"."""
HARDLY_EVER_NAMES = words_of(
    "de van aan door dan al ben onder mee alle man bent anders per elke wilt klaar men nam kent erin min el do da co ha he la on to hoi ho lieve"
)
"""On the list of first names, and yet nearly never one."""
AFTER_WHO = words_of(
    """
    is was heeft had gaat ging zegt zei wil wilde kan kon komt kwam moet moest wordt werd doet deed vindt vond en mag mocht zit zat woont slaapt
    belt belde
    """
)
"""What a name at the start of a sentence is followed by: "Roos zegt"."""
KINDS_OF_STREET = words_of("zijstraat winkelstraat hoofdstraat woonstraat achterstraat wisselstraat parkeerplein schoolplein speelplein")
"""End like a street, and name none."""
LIVING = words_of("woon woont wonen woonde woonden gewoond geboren verhuisd verhuizen verhuist opgegroeid kom komt kwam")
"""Lead to where somebody lives: "we wonen in Leiden"."""
TO_PLACES = words_of("in te naar uit bij richting")
"""Stand right before that place."""
INSTITUTIONS = words_of(
    """
    school basisschool kleuterschool college lyceum gymnasium mavo havo kinderdagverblijf kdv bso peuterspeelzaal opvang ziekenhuis kliniek
    praktijk huisartsenpraktijk kerk moskee club voetbalclub vereniging stichting azc camping woongroep wijkteam buurthuis clubhuis internaat
    verzorgingshuis gevangenis manege supermarkt bedrijf
    """
)
"""Before the name of one: "basisschool De Wissel"."""
STARTS_OF_INSTITUTION = words_of("de het t st sint don prins prinses")
"""What such a name may begin with."""
KNOWN_BY_ALL = words_of(
    """
    nederland nederlands nederlandse nederlander nederlanders engels engelse duits duitse frans franse turks turkse marokkaans marokkaanse
    arabisch arabische spaans spaanse europa god allah jezus whatsapp facebook instagram tiktok youtube google netflix kerst kerstmis pasen
    sinterklaas ramadan ik u jij je wij we i tv pc ok oke corona covid internet
    """
)
"""Have a capital, and tell nothing of anybody."""
MONTHS = words_of("januari februari maart april mei juni juli augustus september oktober november december")
"""Months."""
BEFORE_AGE = words_of("is was wordt werd ben bent word geworden")
"""Before an age: "hij is vier"."""
AFTER_AGE = words_of("en maar of nu geworden dus toen he hoor") | {""}
"""After an age that is not followed by "jaar"; the end of the text too."""
SINCE = words_of("geleden lang later terug eerder samen getrouwd gewerkt gewoond")
"""Make of years a time and not an age: "vier jaar geleden"."""
AT_SIGNS = words_of("apenstaartje apestaartje at")
"""How @ is said."""
FILLERS = words_of(
    """
    de het een van der den te ter ten op in aan bij en la el al ibn ben abu mc st sint mevrouw meneer mijnheer juf juffrouw meester dokter oma
    opa oom tante zus broer straat laan weg plein school
    """
)
"""Give nobody away without the rest of the name."""
