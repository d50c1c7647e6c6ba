"""Words that look like part of a name, an address or a mark, and are not."""

from __future__ import annotations

from surveys.redaction.words import split_words

COUNTED = split_words(
    "a about across after all along also am an and any are around as at bars be because bed",
    "bedroom bedroomed been before being beside between big bikes bins boys burglaries bus",
    "buses but by cafes cameras cars complaints dark dealers different dirty dogs down drunk",
    "each empty entrances every exits few fights floor foot for from ft gates get girls got",
    "groups guys had has have he hour hour-long hours hr hrs i if in incidents into is it its",
    "kids km kmh lads lamp lamps lane lights m main many men metre metres mile miles min mins",
    "minute minute-walk minutes months mopeds more most mph muggings my near new nights noise",
    "not of off officers on one or our out outside over parks past patrols people per percent",
    "pm police pubs roads robberies she shops since small so some stabbings star stops storey",
    "storeys stories streets teenagers than that their them then there these they this those",
    "though through times to ton tonne too towards trees under unsafe until up us very was way",
    "we weeks were when where which while who with women yard yards years you your youth youths",
)
"""Between a number and a street, these make it a count of something, not a house."""

_WEEK_AND_YEAR = split_words(
    "apr april aug august christmas dec december diwali easter eid feb february friday",
    "halloween jan january jul july jun june mar march may monday nov november oct october",
    "ramadan saturday sep sept september sunday thursday today tomorrow tonight tuesday",
    "wednesday yesterday",
)
_PLACES = split_words(
    "aldgate bangladesh banglatown barking bethnal birmingham blackwall bow britain brixton",
    "bromley camden canal canary chelsea croydon cubitt docklands dogs east end england europe",
    "hackney haggerston hamlets ilford isle islington kensington lansbury leamouth limehouse",
    "london manchester mayfair mile millwall newham north peckham poplar shadwell shoreditch",
    "somalia south spitalfields stepney stratford sylhet thames tottenham tower uk victoria",
    "wapping weavers west wharf whitechapel",
)
_PEOPLES = split_words(
    "afghan african american arab asian atheist australian autistic bangladeshi bengali",
    "bisexual black blind brazilian british brown buddhist caribbean catholic chinese christian",
    "deaf disabled english european filipino french gay german ghanaian hindu homeless indian",
    "irish italian jewish kurdish lesbian lgbt lgbtq mixed muslim nigerian pakistani polish",
    "portuguese pregnant queer roma romanian russian scottish sikh somali spanish sylheti trans",
    "turkish ukrainian vietnamese welsh white",
)
_ORGANISATIONS = split_words(
    "aldi asda borough canvass childline clarion council crimestoppers deliveroo eastend",
    "facebook gateway harca homes instagram kfc lidl martens mcdonalds met mopac nhs peabody",
    "police sainsburys samaritans snapchat southern support swan team teams telegram tesco tfl",
    "thh tiktok twitter uber unit victim whatsapp whippy world",
)
_TROUBLES = split_words(
    "alcohol anti asb balloons begging behaviour bin bins camera cameras cars cctv centre club",
    "clubs crime crimes dealers dealing dog dogs drug drugs estate estates fly gang gangs",
    "graffiti knife knives light lighting lights litter market mopeds needles noise officer",
    "officers park parking parks patrol patrols pcso pcsos police road roads robberies robbery",
    "rubbish safety school schools security social speeding stabbings station street theft theo",
    "theos tipping traffic women youth",
)
_KIN = split_words(
    "all allah aunties aunty brother brothers cabbie carer council councillor councillors",
    "cyclist dad daddy doctor dr driver everybody father female folks god guys jesus kid lads",
    "lady leaseholder madam male man master mate mayor miss mister mother mr mrs ms mum mummy",
    "nan neighbor neighbour neighbours nurse parent parents pc pensioner resident residents",
    "single sir sirs sister sisters student teacher team tenant tenants uncle widow woman",
    "worker",
)
_FEELINGS = split_words(
    "afraid amazing angry annoyed anonymous anxious appalled ashamed awful bad better biased",
    "big boring chaos concerned confused convinced crap crazy criminal cynical dangerous dark",
    "desperate devastated dirty disappointed disappointing disgusted disgusting done dramatic",
    "dreadful exhausted fed frightened frustrated furious fussy glad good grateful great gutted",
    "happy harsh heaven hell horrible hurt illegal important intimidated irrelevant livid",
    "lovely lucky mad naive nervous new nice okay old optimistic paranoid pathetic peaceful",
    "pessimistic petrified pleased private proud quiet relieved retired ridiculous right sad",
    "safe scared scary secret selfish shaken shameful shit shocked sick silly single soft sorry",
    "stressed strict stuck stupid sure surprised terrible terrified tired true typical",
    "unacceptable unemployed unhappy unimportant unsafe upset urgent used vulnerable withheld",
    "worried worse worst wrong",
)
_DOINGS = split_words(
    "arrested arrived ask asked avoid back based beat being born bringing brings called came",
    "can can't cannot cant chased come comes could couldn't did didn't do does doesn't doing",
    "don't done feel feeling felt fined found gave get gets getting give gives giving go goes",
    "going gone got hate hated having hearing help helped helps here hit hits holds hope",
    "ignored keep keeps kept kicked knew know known knows laughed leave left lets like listen",
    "listened live lived lives living looked looking love loves made make makes making need",
    "needs parks phoned plays pushed put ran refused reported reporting run runs said same save",
    "saw say says searched see seeing seen selling sells shamed should shouldn't shouted shouts",
    "shows sits smoked speak speaks spoke spoken stand standing stands started still stole",
    "stood stop stopped swore taken takes taking tell thank thanks think thinks told took tried",
    "try trying turned use using visits walked walking walks want wanted wants watched watching",
    "went will won't work worked works would wouldn't written",
)
_SMALL = split_words(
    "above absolutely actual actually again ago allegedly already always anymore anyone",
    "anything anyway apart apparently asap because below best between both btw can customer",
    "definitely during either else especially even ever everyone everything everywhere exactly",
    "fine first five four full games gone good ha half hello here's hey hi how however i'd i'm",
    "i've im it's its just last late later least less let let's level literally little lol",
    "longer lots loud lower main many maybe me mid middle mine mixed more most mostly much mud",
    "names near nearby never next no nobody none nothing now nowhere obviously often ok",
    "old-fashioned only other otherwise per please pls plz poor possibly probably quite rather",
    "really regards same second seriously several should sincerely six somebody someone",
    "something sometimes somewhere soon such surely that's thats the there's they're thing",
    "things those three today too total totally twice two unfortunately upper usually what",
    "whatever whenever wherever whoever whole why will within without x xx xxx xxxx year yes yet",
    "yours",
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
    "add age ago air all am ams an and any apr are arm art as ask at aug bad bag bar be bed big",
    "bike bin bit box boy bus but by can car cut dad day dec did do due eat eh end exit eye far",
    "feb few fly for fri fun gas get go god got gun gym had has he her him his hit hot how hrs",
    "ice if in inc is it its jan jct job jul jun key kid kmh law lay led leg let lie lot low",
    "man map mar may me men met min mins mix mon mph mps mum my new nhs no nor nos not nov now",
    "oct odd of off oh oil ok old on one or our out own pay pcs per pet plus pm pms pop pub put",
    "ran raw red row run sad sat say sea see sep set she sir sit six sky so son sun tax tea tel",
    "ten tfl the then thu to too top try tue two up us use van via war was way we wed wet who",
    "why win won yes yet you yrs",
)
"""Two and three letters that are words, and so no part of a vehicle's mark."""

AFTER_AT = split_words(
    "all anything church dawn dusk evening evenings everyone home hometime least lunch",
    "lunchtime midnight morning mornings mosque night nights noon park school station times",
    "weekend weekends work",
)
"""After an @ these are a time or a place."""
