"""Words that look like part of a name, an address or a mark, and are not."""

from __future__ import annotations

from surveys.redaction.words import split_words

COUNTED = split_words(
    "a about across after all along also am an and any are around as at be because been before being",
    "beside between bikes bins boys bus buses but by cameras cars dealers dogs down each every few",
    "fights for from get girls got groups guys had has have he hour hours i if in incidents into is it",
    "its kids lads lamp lamps lights many men metres mile miles min mins minute minutes months mopeds",
    "more most my near new nights not of off officers on one or our out outside over past patrols",
    "people police robberies roads she shops since so some stabbings streets than that their them then",
    "there these they this those though through times to too towards trees stops under until up us very",
    "was we weeks were when where which while who with years yards you your mph kmh lane way bedroom",
    "bed storey star hour-long minute-walk noise metre bedroomed storeys stories complaints percent",
    "per km m pm tonne ton yard foot ft hr hrs floor unsafe dark dirty empty small big different main",
    "burglaries muggings youth youths women teenagers drunk cafes pubs bars parks exits entrances gates",
)
"""Between a number and a street, these make it a count of something, not a house."""

_WEEK_AND_YEAR = split_words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june",
    "july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
    "today tomorrow yesterday tonight christmas easter eid ramadan diwali halloween",
)
_PLACES = split_words(
    "london bow poplar stepney wapping limehouse whitechapel shadwell spitalfields banglatown bromley",
    "aldgate millwall blackwall cubitt bethnal isle dogs canary weavers lansbury mile end east west",
    "north south tower hamlets hackney newham stratford camden islington chelsea kensington mayfair",
    "brixton peckham croydon tottenham shoreditch docklands england britain uk europe bangladesh sylhet",
    "somalia manchester birmingham victoria canal thames leamouth wharf haggerston barking ilford",
)
_PEOPLES = split_words(
    "english british scottish welsh irish european bengali bangladeshi somali indian pakistani chinese",
    "african caribbean asian black white brown mixed arab italian spanish french polish turkish roma",
    "romanian portuguese brazilian vietnamese nigerian ghanaian muslim christian jewish hindu sikh",
    "buddhist catholic atheist gay lesbian trans bisexual queer lgbt lgbtq deaf blind disabled autistic",
    "pregnant homeless sylheti filipino american australian german russian ukrainian kurdish afghan",
)
_ORGANISATIONS = split_words(
    "council police tfl nhs mopac met thh peabody clarion harca swan gateway eastend homes southern",
    "martens tesco asda lidl aldi sainsburys mcdonalds kfc deliveroo uber facebook instagram whippy",
    "world borough crimestoppers childline samaritans victim support team teams unit",
)
_TROUBLES = split_words(
    "anti social behaviour asb drugs drug crime crimes knife knives gang gangs stabbings cctv cameras",
    "camera lighting lights light bins bin rubbish litter fly tipping noise mopeds parking dogs dog",
    "youth clubs club patrols patrol officers officer pcso pcsos theo theos police speeding cars",
    "traffic road roads street park parks station market estate estates school schools centre safety",
    "security balloons needles dealers dealing theft robbery robberies graffiti begging alcohol women",
)
_KIN = split_words(
    "mum dad mummy daddy father mother parent parents student resident residents teacher nurse single",
    "woman man male female lady sister brother sisters brothers mayor team god allah jesus nan uncle",
    "aunty aunties neighbour neighbours neighbor tenant tenants leaseholder carer widow pensioner kid",
    "madam sir sirs council councillor councillors all everybody folks cabbie driver worker cyclist",
    "mr mrs ms dr miss mister pc doctor master guys lads mate",
)
_FEELINGS = split_words(
    "afraid amazing angry annoyed appalled ashamed anxious awful bad better big concerned confused",
    "convinced crap cynical dangerous dark devastated dirty disappointed disgusted disgusting done",
    "dreadful exhausted fed frightened frustrated furious glad good great grateful happy horrible hurt",
    "irrelevant important intimidated lucky mad nervous new nice okay old paranoid pathetic petrified",
    "pleased private proud relieved right ridiculous sad safe scared scary shaken shit shocked sick",
    "single sorry stressed stuck sure surprised terrible terrified tired true unacceptable unsafe",
    "unhappy unimportant upset used vulnerable withheld worried worse worst wrong anonymous secret",
    "crazy naive stupid chaos desperate hell heaven retired unemployed disappointing typical urgent",
    "shameful criminal illegal lovely quiet peaceful nervous",
)
_DOINGS = split_words(
    "arrested arrived ask asked avoid back beat called came can't can cannot cant chased come comes",
    "could couldn't did didn't do does doesn't don't done feel feeling felt found gave get gets getting",
    "give go goes going gone got hate hated help helped helps hit hope ignored keep keeps kept kicked",
    "knew know knows laughed leave left like listen listened live lived lives living looked love loves",
    "made make makes need needs phoned pushed put ran refused run said same save saw say says searched",
    "see seen shamed shouldn't should shouted smoked speak spoke spoken started still stood stop stopped",
    "stole swore taken takes tell thank thanks think told took tried trying try turned use walked",
    "walking want wanted wants watched watching went will won't work works would wouldn't written",
    "standing stand stands sells selling doing looking based worked reported reporting shouts born here",
)
_SMALL = split_words(
    "above actually again ago already always anyone anything anyway asap because below best best both",
    "btw definitely either else especially even ever everyone everything exactly fine first good ha",
    "hello hi hey how however im i'm i've i'd just last later less literally lol lots maybe me mine",
    "mostly much mud names never no nobody none nothing now obviously often ok only other otherwise",
    "please pls plz possibly probably quite rather really regards seriously sincerely somebody someone",
    "something sometimes soon such surely that's thats they're thing things totally usually what",
    "whatever whoever why will yes yet yours absolutely allegedly anymore apparently between during",
    "full half here's it's its late least let let's more most next none per poor second several should",
    "the there's those today too total twice two three four five six unfortunately without within",
    "old-fashioned whole actual same apart wherever whenever everywhere nowhere somewhere near nearby",
    "can customer level longer little loud lower upper main many mid middle mixed games gone",
)
NOT_NAMES = (
    COUNTED
    | _WEEK_AND_YEAR
    | _PLACES
    | _PEOPLES
    | _ORGANISATIONS
    | _TROUBLES
    | _KIN
    | _FEELINGS
    | _DOINGS
    | _SMALL
)
"""Never taken for a name, even with a capital."""

SHORT_WORDS = split_words(
    "am an as at be by do go he if in is it me my no of on or pm so to up us we eh oh ok the and for",
    "are but not you all any can had her was one our out day get has him his how man new now old see",
    "two way who boy did its let put say she too use dad mum bus car van min mins hrs pub gym bin lot",
    "bad big few far end off ago yes yet why ask bit cut due god got hot kid led met nos own pay per",
    "ran red run sad set six ten top try war win won add age air arm art bag bar bed bike box eat eye",
    "fly fun gas gun hit ice job key law lay leg lie low map may men mix mps nhs nor oil pcs pet pop",
    "raw row sat sea sir sit sky son sun tax tea tel via wet yrs mph kmh tfl jct exit pms ams jan feb",
    "mar apr jun jul aug sep oct nov dec mon tue wed thu fri then inc odd plus",
)
"""Two and three letters that are words, and so no part of a vehicle's mark."""

AFTER_AT = split_words(
    "weekend weekends night nights home school work midnight noon least all times dusk dawn station",
    "everyone mosque church lunch lunchtime hometime evening evenings morning mornings park anything",
)
"""After an @ these are a time or a place."""
