"""Words that tell a name or an address from what only looks like one."""

from __future__ import annotations


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


STREET_TYPES = _split(
    "road rd street st str lane ln avenue ave av close court ct crescent drive dr gardens gdns grove "
    "house hse mews place pl row square sq terrace walk way wharf quay path passage buildings bldgs "
    "building tower towers point mansions lodge heights estate hill green yard alley parade vale rise "
    "cottages villas view raod rode crt crts streat strt avn cresent gdn works studios apartments"
)

NOT_IN_A_STREET = _split(
    "a about across after all along also am an and any are around as at be because been before being "
    "beside between bikes bins boys bus buses but by cameras cars dealers down each every few fights "
    "for from get girls got groups guys had has have he hour hours i if in incidents into is it its "
    "kids lads lamp lamps lights many men metres mile miles min mins minute minutes months mopeds more "
    "most my near new nights not of off officers on one or our out outside over past patrols people "
    "police robberies roads she shops since so some stabbings streets than that their them then "
    "there these they this those though through times to too towards under until up us very was we "
    "weeks were when where which while who with years yards you your trees stops"
)
"""Between a number and a street type, these make it a count of something, not a house."""

NOT_NAMES = NOT_IN_A_STREET | _split(
    "the told stopped came helped shouted ignored searched took gave comes knows saw seen walked drove "
    "spoke said arrived laughed refused chased arrested listened left made kept put ran turned looked "
    "asked christmas god allah jesus ridiculous disgusting unacceptable pathetic awful terrible crap "
    "shit rubbish dangerous dark dirty scary exactly absolutely definitely probably literally nothing "
    "everything something anything dear team sir madam councillors residents "
)
NOT_NAMES |= _split(
    "actually afraid again always anyway asap back bad because better big both called can cannot cant "
    "can't could couldn't did didn't do does doesn't don't done either else even ever everyone feel "
    "feeling felt fine first good great happy hello help hi how however im i'm i've just last later "
    "like live lives living local lol lots love mad maybe me mine mr mrs ms much mud never nice no none "
    "nobody now ok okay old often only other please really right sad safe said same say says scared see "
    "should shouldn't sick sir sorry still stop such sure tell thank thanks thats that's they're think "
    "thing things tired tomorrow tonight totally true tuesday upset use used want wants well what "
    "whatever why will won't worried would yes yesterday yet monday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december "
    "anti social behaviour drugs crime council park road street station market estate school centre "
    "london bow poplar stepney wapping limehouse whitechapel shadwell spitalfields bromley england "
    "britain uk tower hamlets east west north south mile end bethnal isle dogs canary weavers lansbury "
    "english british scottish welsh irish bengali bangladeshi somali indian pakistani chinese african "
    "caribbean asian black white mixed arab italian spanish french polish turkish muslim christian "
    "jewish hindu sikh buddhist gay lesbian trans bisexual disabled deaf blind pregnant homeless mum "
    "dad father mother parent student resident teacher nurse single woman man male female lady sister "
    "brother police officer officers pcso theo mayor team teams unit world games gone mad whippy "
    "martens tesco asda lidl sainsburys customer nobody somebody anyone here's it's there's"
)
"""Never taken for a name, even with a capital."""

TITLES = _split(
    "mr mrs ms miss mx dr doctor prof professor rev reverend imam cllr councillor councilor cllr. sir "
    "dame lord lady fr father sister brother rabbi sheikh maulana mufti hafiz uncle aunty auntie aunt "
    "pastor bishop judge mister missus madam madame haji hajji hajja ustad ustadh mullah moulvi molvi "
    "sheik shaykh pir father capt captain major"
)
WEAK_TITLES = _split(
    "madam madame pir captain major miss sir lady lord dame father fr sister brother uncle aunty auntie aunt judge doctor pastor bishop"
)
"""Also ordinary words: only a word with a capital after them is a name."""

RELATIONS = _split(
    "son daughter husband wife partner brother sister cousin nephew niece boyfriend girlfriend friend "
    "mate neighbour neighbor ex landlord landlady boss manager teacher uncle aunt auntie grandson "
    "granddaughter grandad nan mum mother dad father flatmate housemate ex-husband ex-wife ex-partner "
    "caretaker dealer"
)

OFFICERS = _split(
    "pc pcso wpc dc ds di dci dsi sgt sergeant sarge insp inspector constable superintendent "
    "supt chief officer theo warden p.c p.c.s.o pcs dcs police"
)

PARTICLES = _split("van de der den la le el al bin ibn bint von da dos di abu umm ben begum")

AFTER_AT = _split(
    "weekend weekends night nights home school work midnight noon least all times dusk dawn station "
    "everyone mosque church lunch lunchtime hometime"
)
"""After an @ these are a place or a time."""

SHORT_WORDS = _split(
    "am an as at be by do go he if in is it me my no of on or pm so to up us we eh oh ok "
    "the and for are but not you all any can had her was one our out day get has him his how man new "
    "now old see two way who boy did its let put say she too use dad mum bus car van min mins hrs pub "
    "gym bin lot bad big few far end off ago yes yet why ask bit cut due god got hot kid kids led met "
    "nos own pay per ran red run sad set six ten top try war win won add age air arm art bag bar bed "
    "bike box eat eye fly fun gas gun hit ice job key law lay leg lie low map may men mix mps nhs nor "
    "oil pcs pet pop raw row sat sea sir sit sky son sun tax tea tel via wet yrs mph kmh tfl jct exit"
)
"""Two and three letters that are words, and so no part of a vehicle's mark."""
