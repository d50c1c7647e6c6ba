"""What describes, names or insults somebody is not quoted, nor what means the opposite then."""

from __future__ import annotations

import pytest

from analysis.comments.cells import CellError
from analysis.comments.doubting import check_doubts, check_person, find_doubts


class TestPerson:
    @pytest.mark.parametrize(
        "quote",
        [
            "21, Somali, Female, Harford Health Centre: too many stabbings",
            "Too many stabbings (Female, 34)",
            "Too many stabbings - Bengali woman, Bow, 62",
            "Somali, female: too many stabbings",
            "I am 21 and Black and get stopped",
            "As a Muslim woman aged 45 I do not go out",
            "My 15 year old Bangladeshi neighbour was robbed",
        ],
    )
    def test_age_and_group_of_somebody_are_refused(self, quote: str) -> None:
        with pytest.raises(CellError, match="describes a person"):
            check_person(quote)

    @pytest.mark.parametrize(
        "quote",
        [
            "After 10, women do not feel safe here",
            "At 21:30, girls are followed",
            "There were 20 men outside the shop",
            "Black and Bengali boys are stopped more than white boys",
            "I'm 10 minutes from the Jewish school",
            "My 15 year old daughter was robbed",
            "In 2021, Asian shops were attacked",
        ],
    )
    def test_times_numbers_and_groups_by_themselves_are_not(self, quote: str) -> None:
        check_person(quote)


class TestDoubts:
    @pytest.mark.parametrize(
        ("quote", "comment", "doubt"),
        [
            ("Jamal Carter sells drugs on Brick Lane", "", "'Jamal Carter' may be somebody's name"),
            ("It was (Jamal Carter).", "", "'Jamal Carter' may be somebody's name"),
            ("All these Somali youths are animals.", "", "'animals' may be hate"),
            ("Foreigners should be sent back home", "", "'sent back home' may be hate"),
            ("He called me a paki", "", "'paki' may be hate"),
            (
                "I do [...] feel safe after dark",
                "I do not feel safe after dark",
                "'not' is left out, which may turn the meaning round",
            ),
            (
                "I [...] feel safe",
                "I don't feel safe",
                '"don\'t" is left out, which may turn the meaning round',
            ),
            *(
                (quote, comment, f"{lost!r} is left out, which may turn the meaning round")
                for quote, comment, lost in (
                    ("I feel safe [...]", "I feel safe nowhere here.", "nowhere"),
                    ("I feel safe [...]", "I feel safe in the park, never at night.", "never"),
                    ("I feel safe [...]", "I feel safe only with my dog", "only"),
                    ("I feel [...] safe.", "I feel anything but safe.", "anything but"),
                    ("It is [...] safe.", "It is far from safe.", "far from"),
                    ("I [...] feel safe", "I used to feel safe", "used to"),
                    ("I [...] felt safe.", "I rarely felt safe.", "rarely"),
                    ("[...] it is safe here.", "I doubt it is safe here.", "doubt"),
                )
            ),
        ],
    )
    def test_what_has_to_be_looked_at_again_is_told(
        self, quote: str, comment: str, doubt: str
    ) -> None:
        assert list(find_doubts(quote, comment or quote)) == [doubt]
        with pytest.raises(CellError) as refused:
            check_doubts(quote, comment or quote)
        assert "--despite" in refused.value.remedy

    @pytest.mark.parametrize(
        "quote",
        [
            "Black lad, 17",
            "Bengali Mum (34)",
            "I am a Somali woman of 21",
            "Somali girl aged sixteen, scared of the park",
            "As a gay man in his 40s I avoid the high street",
            "Muslim woman, 30s",
            "hijabi, 19, student",
            "34F Bengali",
            "34/F/Bengali",
            "m/17/black",
            "Chinese student, 22 years",
            "trans woman, late twenties",
            "a Sylheti-speaking grandmother of 66",
            "Age: 34 Ethnicity: Bangladeshi",
            "Aged 34. Somali. Female.",
            "21\nSomali\nFemale",
            "I am seventy-two and Jewish",
            "I am 21 and from Somalia",
            "I was born in 1961 in Bangladesh",
            "pensioner, 78, White British",
            "আমি ৩৪ বছরের বাঙালি মহিলা",
            "Waxaan ahay Soomaali 34 jir ah",
        ],
    )
    def test_a_group_close_to_an_age_is_a_byline_perhaps(self, quote: str) -> None:
        for words in (quote, f"The lights are out. {quote}"):
            [doubt] = find_doubts(words, words)
            assert "may say how old somebody is and what they are" in doubt

    @pytest.mark.parametrize(
        "quote",
        [
            "Black and Bengali boys are stopped more than white boys",
            "My 15 year old daughter was robbed",
            "After 10, Asian shops are attacked",
            "I'm 10 minutes from the Jewish school",
            "40% of Bangladeshi residents feel unsafe",
            "A white van does 40 mph here",
            "At 21:30 Muslim women are followed",
            "On 12 May a Somali boy was robbed",
            "There are 12 lights out in Jamaica Street",
            "Bus 25, E14: Muslim women are followed on it",
            "We paid £20 to the Hindu temple",
            "The Jewish school is dark. Nobody comes to clean the street. It has been 20 weeks",
            "Children of sixteen are robbed. The council does nothing about it, say Somali parents",
        ],
    )
    def test_a_group_or_a_number_by_itself_is_none(self, quote: str) -> None:
        assert list(find_doubts(quote, quote)) == []

    @pytest.mark.parametrize(
        ("quote", "comment"),
        [
            ("Brick Lane and Victoria Park need lights", ""),
            ("Tower Hamlets Council should act. Police too", ""),
            ("Loose animals in the park", ""),
            ("I do not feel safe [...]", "I do not feel safe after dark"),
            ("[...] the park is fine.", "I don't feel safe here, but the park is fine."),
            ("[...] The park is fine.", "No police. The park is fine."),
            ("It is dark [...]", "It is dark and there is no police."),
            ("It is dark [...]", "It is dark. No police."),
            ("It is dark [...]", "It is dark but never unsafe."),
        ],
        ids=[
            "places",
            "council",
            "animals",
            "kept",
            "another clause",
            "another sentence",
            "end",
            "a sentence that follows",
            "a clause that follows",
        ],
    )
    def test_ordinary_words_raise_no_doubt(self, quote: str, comment: str) -> None:
        assert list(find_doubts(quote, comment or quote)) == []
