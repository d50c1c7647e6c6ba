"""Names go where something introduces them, and ordinary words stay."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

INTRODUCED = {
    "own name": ("my name is Rubina Khatun and I walk", "my name is [name] and I walk"),
    "in small letters": ("my name is shafiq i live here", "my name is [name] i live here"),
    "four small words": ("my name is abdul aziz mohamud hersiyow", "my name is [name]"),
    "shouted": ("MY NAME IS KAROLINA NOWIK AND I AM COLD", "MY NAME IS [name] AND I AM COLD"),
    "shouted, without an end": (
        "MY NAME IS RUBINA KHATUN SORT THE LIGHTS",
        "MY NAME IS [name] SORT THE LIGHTS",
    ),
    "without a verb": ("my name Pervina, more light", "my name [name], more light"),
    "goes by, of oneself": ("i go by Shaz, everyone does", "i go by [name], everyone does"),
    "goes by, at the end": ("I go by the name Shazmeen", "I go by the name [name]"),
    "neighbour with a number": (
        "My neighbour in 14b, Tracey, smokes",
        "My neighbour in [address], [name], smokes",
    ),
    "letter by letter": ("my name is S-h-a-f-i-q ok", "my name is [name] ok"),
    "particles": (
        "My name is Maria da Conceição de Almeidosa, cleaner",
        "My name is [name], cleaner",
    ),
    "accents on their own": ("my name is Zoe\u0308 Bra\u0302nz, hi", "my name is [name], hi"),
    "title": ("Mr Khaliquzzaman plays music", "Mr [name] plays music"),
    "title glued": ("Mr.Smithers shouts", "Mr.[name] shouts"),
    "title and a colour": ("Mrs Brown next door", "Mrs [name] next door"),
    "two with a title": ("Mr and Mrs Wickramasinghera", "Mr and Mrs [name]"),
    "role as a title": ("imam cigaal speaks well", "imam [name] speaks well"),
    "weak title": ("Sister Bernadette helps", "Sister [name] helps"),
    "honorific behind": ("Shafiqul bhai got punched", "[name] got punched"),
    "called": ("a boy called Kayden sells", "a boy called [name] sells"),
    "two named": ("two brothers named Hamza and Bilalio", "two brothers named [name] and [name]"),
    "goes by": ("he goes by Smokes here", "he goes by [name] here"),
    "own name, glued": ("myname is shafiq", "myname is [name]"),
    "own name, an invisible sign for the space": ("my\u200bname is Shafiq", "myname is [name]"),
    "own name, Cyrillic letters": (
        "\u041cy n\u0430me is J\u043ehn Sampleton",
        "\u041cy n\u0430me is [name]",
    ),
    "title, Cyrillic letter": ("\u041cr Sampleton shouts", "\u041cr [name] shouts"),
    "title, Greek letter": ("\u039cr Sampleton shouts", "\u039cr [name] shouts"),
    "relation, small": ("my neighbour sarah sampleton", "my neighbour [name]"),
    "relation, small, one name": ("my neighbour, sarah, is loud", "my neighbour, [name], is loud"),
    "relation": ("my neighbour Ottoline left", "my neighbour [name] left"),
    "label": ("Name: Marguerite Delacourtes", "Name: [name]"),
    "this is, from": ("this is Sumaya from Bow", "this is [name] from Bow"),
    "small, greeted": ("hi im shanice from bow", "hi im [name] from bow"),
    "I am, at the end": ("Hello, I'm Shanice", "Hello, I'm [name]"),
    "Bengali": ("আমার নাম ফাতেমা খাতুনী, আলো নেই", "আমার নাম [name], আলো নেই"),
    "Sylheti": ("amar nam Monuara, lift nosto", "amar nam [name], lift nosto"),
    "Somali": ("magacaygu waa Xaawo, nal", "magacaygu waa [name], nal"),
    "Arabic": ("اسمي مريم، مظلم", "اسمي [name]، مظلم"),
}
IN_LETTERS = {
    "regards": ("more police. Kind regards\nNasreen Sattari", "more police. Kind regards\n[name]"),
    "regards, small": ("fix it. regards humayun", "fix it. regards [name]"),
    "thanks": ("Fix the lights, thanks, Md Shahin", "Fix the lights, thanks, [name]"),
    "dash": ("Better lighting please - Amina K.", "Better lighting please - [name]"),
    "with an age": ("no lights - Yusuf (age 11)", "no lights - [name] (age 11)"),
    "alone in the last line": ("please help us all.\nRahela Bibi", "please help us all.\n[name]"),
    "last sentence": ("The bins burn. Joyce Amankwaah", "The bins burn. [name]"),
    "opening": ("Hi Amina, more lights", "Hi [name], more lights"),
    "speaking": ("Dwayne here, fix it", "[name] here, fix it"),
}
ORDINARY = [
    "my neighbour smokes all day",
    "my son was robbed",
    "my name is mud with the neighbours",
    "my name is on the list already",
    "I gave my name and address and heard nothing",
    "call me old fashioned but respect has gone",
    "call me cynical but nothing changes",
    "I'm Scared to go out",
    "I am Bengali and I feel at home",
    "This is Shadwell, not Chelsea",
    "This is Ridiculous",
    "IT'S GETTING WORSE AND WORSE",
    "MY NEIGHBOUR SCREAMS ALL NIGHT LONG",
    "Better Lighting On Estates And Regular Patrols Please",
    "Miss having a youth club round here",
    "the doctor told me to walk more",
    "Sister act at the church was fun",
    "my son is 15 and has nothing to do",
    "my landlord is useless",
    "they should be named and shamed",
    "a street named Desire, honestly",
    "Kind regards",
    "I go by Brick Lane every day",
    "I go by Limehouse.",
    "I go by bus.",
    "Regards, a tired resident",
    "Thanks everyone",
    "Dear Council",
    "Lights\nBins\nYouth Clubs",
    "more police - especially at night",
    "রাস্তায় আলো নেই, নামের তালিকায় আমরা নেই",
]


@pytest.mark.parametrize(("text", "kept"), INTRODUCED.values(), ids=INTRODUCED)
def test_a_name_that_something_introduces_goes(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize(("text", "kept"), IN_LETTERS.values(), ids=IN_LETTERS)
def test_a_name_that_opens_or_closes_a_letter_goes(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_words_that_only_look_like_names_stay(text: str) -> None:
    assert redact(text).text == text
