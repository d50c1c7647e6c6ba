"""What raises a card in Bengali, in Bengali and Sylheti in Latin letters, and in Somali.

The sentences are drafts like the lists themselves: written for this file, checked by no speaker.
"""

from __future__ import annotations

import pytest

from surveys.safeguarding import find_listed_cues

BENGALI = {
    "danger": [
        "রাস্তায় তিনজন আমাকে ঘিরে ধরে ফোন আর টাকা চেয়েছে",
        "কেউ জানালা দিয়ে ভেতরে উঁকি দিচ্ছে আর দরজার হাতল ঘোরাচ্ছে",
        "আমার চাচা সিঁড়ি থেকে পড়ে জ্ঞান হারিয়েছেন, মাথা থেকে রক্ত পড়ছে",
    ],
    "sexual_violence": [
        "আমার বসের সাথে হোটেলে না গেলে চাকরি থাকবে না",
        "কোচ ম্যাসাজের কথা বলে আমার ভাগ্নির উরুতে হাত বুলিয়েছে",
        "আমার সাবেক প্রেমিক আমাদের গোপন ছবি ফেসবুকে দিয়ে দিয়েছে",
    ],
    "domestic_abuse": [
        "আমার বরের অনুমতি ছাড়া ডাক্তারের কাছেও যেতে পারি না",
        "ফোনে কার সাথে কথা বলি সব শুনতে চায়, না বললে থালা ছোড়ে",
        "আমাকে জোর করে দেশে পাঠিয়ে বিয়ে দিতে চায়",
    ],
    "self_harm": [
        "এই জীবন টেনে নেওয়ার শক্তি নেই আমার",
        "বেঁচে থাকাটাই এখন কষ্ট, মরলেই শান্তি",
        "বেঁচে থাকার কোনো মানে খুঁজে পাই না",
    ],
    "child_at_risk": [
        "ওদের পাঁচ বছরের বাচ্চাটা রাত এগারোটায় একা রাস্তায় খেলে",
        "ছোট মেয়েটা বলেছে বাবা রাতে ওর বিছানায় আসে",
        "আমার মেয়েকে অনলাইনে একটা লোক ছবি পাঠাতে বলে",
    ],
    "exploitation": [
        "আমার ভাইকে দিয়ে ওরা ট্রেনে মাল পাঠায়",
        "রেস্টুরেন্টের উপরে আমরা আটজন ঘুমাই, মালিক পাসপোর্ট দেয় না",
        "বড় ছেলেরা আমার ভাইকে দিয়ে গাঁজা বিক্রি করায়",
    ],
    "weapons": [
        "বাসের দোতলায় এক ছেলে চাপাতি দেখিয়ে ভয় দেখাচ্ছিল",
        "ছেলেটা কোমর থেকে লম্বা একটা ছুরি বের করল",
        "পার্কে একজন আমাকে ছুরি দেখিয়ে ফোন চেয়েছে",
    ],
    "hate": [
        "আমার ছেলেকে স্কুলে টেররিস্ট বলে ডাকে",
        "আমার দাড়ি দেখে ট্রেনে একজন চিৎকার করে বোমা বোমা বলল",
        "প্রতিবেশী আমাদের দেখে থুতু ফেলে আর বলে নিজের দেশে যা",
    ],
}
ROMANISED = {
    "danger": [
        "tinjon amar rasta atkaiya mobile ar taka saise",
        "keu janala dia uki dey ar dorjar hatol ghuray",
        "amar chacha siri thaki poria behush oi gesoin matha thaki rokto jar",
    ],
    "sexual_violence": [
        "boss er loge hotel e na gele chakri thakbo na",
        "coach massage er kotha koiya amar bhagnir urute haat disse",
        "amar ex amader private pic facebook e diye dise",
    ],
    "domestic_abuse": [
        "amar apar jamai or bank card rakhse",
        "phone o khar loge mati shob hunte say, na koile thala mele",
        "amare jor koria desho fathaiya biya dita chain",
    ],
    "self_harm": [
        "ei jibon ar tante parchi na",
        "bacha tai ekhon kosto, morle shanti",
        "basar kono mane faina",
    ],
    "child_at_risk": [
        "fasher ghoror fas bosoror fua rait egarota eka rastat khele",
        "choto meye ta bolse baba raat e or bichanay ashe",
        "amar furi re online o ek beta chobi dite koy",
    ],
    "exploitation": [
        "ora amar bhai re dia train e mal pathay",
        "restaurant er upore amra aatjon ghumai, malik passport dey na",
        "boro chele ra amar bhai re diye ganja bikri koray",
    ],
    "weapons": [
        "bus er upre ek pola chapati dekhaiya bhoy dekhay",
        "cheleta komor theke lomba ekta churi ber korlo",
        "park e ekjon amake churi dekhaiya phone chaise",
    ],
    "hate": [
        "amar chele re school e terrorist bole dake",
        "amar dari dekhia train o ekjon chillaise bomb bomb koiya",
        "fasher ghoror manshe amrare dekhle thuk fele ar koy nijor desho zao",
    ],
}
SOMALI = {
    "danger": [
        "Saddex nin ayaa waddada iga xirtay oo taleefanka iyo lacagta i weydiistay",
        "Qof baa daaqadda ka soo eegaya oo albaabka gacantiisa wareejinaya",
        "Adeerkay jaranjarada ayuu ka dhacay, miyirkii ayuu ka tagay, madaxa dhiig ayaa ka socda",
    ],
    "sexual_violence": [
        "Haddaanan hudheelka maareeyaha la tagin shaqada waan waayayaa",
        "Tababaraha ayaa bowdada gabadha walaashay salaaxay isagoo leh waan duugayaa",
        "Saaxiibkaygii hore ayaa sawirradeennii sirta ahaa facebook geliyay",
    ],
    "domestic_abuse": [
        "Walaashay ninkeedu kaarkii bangiga ayuu ka qaatay",
        "Cidda aan la hadlo wuu rabaa inuu dhegeysto, haddii kale saxan buu tuuraa",
        "Waxay rabaan inay dalkii i geeyaan oo qasab igu guuriyaan",
    ],
    "self_harm": [
        "Noloshan xoog aan ku wado ma hayo",
        "Noloshu waa dhib, geerida ayaa nabad ah",
        "Noloshu macno iima laha",
    ],
    "child_at_risk": [
        "Ilmahooda shan jirka ah ayaa habeenkii kow iyo tobanka keligii waddada ku ciyaara",
        "Gabadh yar waxay tiri aabbe habeenkii sariirtayda ayuu yimaadaa",
        "Gabadhayda nin online ah ayaa sawirro weydiiya",
    ],
    "exploitation": [
        "Walaalkay ayay tareenka alaab ku dirtaan",
        "Makhaayadda korkeeda sideed baan seexanaa, milkiiluhu baasaboorrada ma bixiyo",
        "Wiilal waaweyn ayaa walaalkay xashiish ka iibiya",
    ],
    "weapons": [
        "Baska dabaqa sare wiil baa faas tusayay dadka",
        "Wiilkii dhexda ayuu mindi dheer ka soo saaray",
        "Beerta nin ayaa mindi i tusay oo taleefanka iga qaatay",
    ],
    "hate": [
        "Iskuulka wiilkayga argagixiso ayaa loogu yeeraa",
        "Gadhkayga markuu arkay nin baa tareenka ku qayliyay qarax qarax",
        "Deriska markay na arkaan way tufaan oo waxay yiraahdaan dalkiinii ku noqda",
    ],
}
ORDINARY = [
    "আমার ছেলে ক্রিকেট খেলতে গিয়ে হাত কেটে ফেলেছে, মাঠটা সমান করুন",
    "ভাড়া দিতে দিতে জীবন শেষ",
    "বাড়িওয়ালা লিফট ঠিক করে না, ফোন ধরে না",
    "ফুটপাতে পড়ে গিয়ে মায়ের পা ভেঙে গেছে, স্ল্যাব ঠিক করুন",
    "আমার মেয়ে সাঁতার শিখতে চায় কিন্তু ক্লাস ভর্তি",
    "ড্রাগ ডিলিং নিয়ে পুলিশের কিছু করা উচিত",
    "আমার ফোন চুরি হয়েছে ট্রেনে, পুলিশকে জানিয়েছি",
    "রাতের বেলা লোকজন গাড়িতে বসে জোরে গান বাজায়",
    "বড় ছেলেরা দোলনায় বসে থাকে, ছোটরা খেলতে পারে না",
    "বৃদ্ধ মানুষ একা থাকলে খোঁজ নেওয়ার সেবা চালু করুন",
    "amar pola cricket khelte giya haat kaita falaise, math ta thik koren",
    "bhara dite dite jibon shesh",
    "bariwala lift thik kore na phone o dhore na",
    "footpath e pore amma r pa bhangse, slab thik koren",
    "kaj shesh e rat egarotay firi, bus e bhir",
    "ei survey koira klanto oi gesi",
    "bar bar council re likhsi, kunta oy na",
    "raate manush gari te boshe jore gaan bajay",
    "boro chele ra dolnay boshe thake choto ra khelte pare na",
    "bura manush ekla thakle khobor loar service chalu koren",
    "Wiilkaygu kubbad buu gacanta ku dhaawacmay, garoonka hagaajiya",
    "Kirada ayaa noloshii nagu adkaysay",
    "Milkiilaha guriga wiishka ma hagaajiyo telefoonkana ma qabto",
    "Hooyaday waddada ayay ku dhacday lugta ayaana ka jabtay, laamiga hagaajiya",
    "Gabadhaydu dabaasha ayay rabtaa inay barato",
    "Daroogada suuqa booliisku wax ha ka qabtaan",
    "Haddii aan isku tagno waddada waan nadiifin karnaa",
    "Habeenkii dadku gaariga ayay ku fadhiyaan oo muusig dheer ayay shidaan",
    "Wiilasha waaweyn leeftada ayay ku fadhiyaan, kuwa yaryar ma ciyaari karaan",
    "Waayeelka keligood nool adeeg lagu booqdo ha loo sameeyo",
]


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        (cue, text)
        for cases in (BENGALI, ROMANISED, SOMALI)
        for cue, texts in cases.items()
        for text in texts
    ],
)
def test_a_disclosure_raises_its_card(cue: str, text: str) -> None:
    assert cue in find_listed_cues(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_comment_raises_none(text: str) -> None:
    assert find_listed_cues(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("amar shami amake mare", id="as written"),
        pytest.param("amar sami amake mare", id="s for sh"),
        pytest.param("aamar shaamee aamaake maare", id="long vowels"),
        pytest.param("amr swami amare marchhe", id="short form, w, chh"),
        pytest.param("amar zamai e amare mare", id="z for j"),
        pytest.param("amar jamai amare fitay", id="f for p"),
        pytest.param("odeygeyga ayan ka baqa", id="Somali, ey for ay, one vowel"),
        pytest.param("odaygayga ayaan ka baqaa", id="Somali, ay"),
        pytest.param("আমার সামী আমাকে মারসে", id="Bengali, one s for three, s for ch"),
    ],
)
def test_however_it_is_spelled_it_is_noticed(text: str) -> None:
    assert "domestic_abuse" in find_listed_cues(text)


@pytest.mark.parametrize(
    ("opinion", "disclosure"),
    [
        ("আমাদের স্কুলে ছুরি নিয়ে ক্লাস নেওয়া দরকার", "আমার ছেলে ছুরি নিয়ে স্কুলে যায়"),
        ("amar mote school e chaku niya alap dorkar", "amar pola churi niya school e jay"),
        ("Sanduuqa mindida masaajidka ha la dhigo", "wiilkaygu mindi ayuu wataa"),
    ],
    ids=["Bengali", "romanised", "Somali"],
)
def test_an_opinion_on_knives_raises_none_and_a_knife_carried_does(
    opinion: str, disclosure: str
) -> None:
    assert find_listed_cues(opinion) == ()
    assert "weapons" in find_listed_cues(disclosure)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("boro bon bari fire more more", id="English words in Bengali's spelling"),
        pytest.param("I go back and call more kids to the bar, sad boys love it", id="English"),
        pytest.param("she has a dog, it can jump the gate, our lads are good", id="like Somali"),
    ],
)
def test_english_is_not_read_as_another_language(text: str) -> None:
    assert find_listed_cues(text) == ()
