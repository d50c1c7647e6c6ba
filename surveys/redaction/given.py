"""Given names by which a relation is named in small letters: "my neighbour sarah jones"."""

from __future__ import annotations

from surveys.redaction.words import split_words

GIVEN_NAMES = split_words(
    "aaliyah aaron abdi abdirahman abdul abdullah adam adil agnieszka ahmed aidan aisha akbar",
    "alan alex alexander alexandra ali alice alison amanda amina amir amy andrea andrew",
    "angela anita anjali ann anna anne anthony anya arif asha ashley asif asma ayaan ayan",
    "ayesha aziz babul barbara ben benjamin beth bilal bob brenda brian bridget carl carol",
    "caroline catherine charles charlotte chloe chris christina christine christopher claire",
    "colin craig daniel danny darren dave david dean debbie deborah denise derek diane donna",
    "dorothy duncan ebony eddie edward elaine eleanor elena elizabeth ellie emily emma eric",
    "erin ethan eva evie faisal farah farhana farid farzana fatema fatima fatuma fiona fowsia",
    "frances francesca frank fred freya gareth gary gemma geoff george georgia gillian graham",
    "greg habib habiba halima hamza hannah harry hasan hassan hawa hayley heather helen",
    "helena henry hodan hussein ian ibrahim ifrah imran irene isaac isabella ismail jack",
    "jacob jacqueline jahanara jamal james jamie jamila jane janet janice jasmine jason jean",
    "jennifer jenny jerome jessica jim joan joanne joe john jonathan jordan jose joseph josh",
    "joshua joyce juan judith julia julian julie kamal karen karim kate katherine kathleen",
    "katie keith kelly ken kenneth kevin khadija khalid kieran kim laura lauren leanne leila",
    "lewis liam linda lisa louise lucy luke lynn maria mariam marie martin mary maryam maryan",
    "masud matthew maureen megan mehmet melanie michael michelle miguel mike mina mohamed",
    "mohammad mohammed molly mona monica muhammad musa mustafa nadia nadine naima nancy naomi",
    "nasima nasir nasreen natalie natasha nathan neil nicola nicole nigel noah nora oliver",
    "olivia omar osman owen pamela patricia patrick paul paula pauline peter philip philippa",
    "rachel rafi rahim rana rashid raymond rebecca rehana richard rita robert roger ronald",
    "rosa rosie rubel rubina rukhsana ruth ryan sabina sadia sahra saima salma sam samantha",
    "samira samuel sandra sara sarah sean shabnam shaheen shahid shamima shane shannon sharon",
    "sheila shirin shirley simon sofia sophia sophie stefan stephanie stephen steve steven",
    "stuart suleiman sultana sumaiya susan suzanne tahir tanya tara tariq tasnim terry thomas",
    "tim timothy tina toby tom tomasz tony tracey tracy trevor umar usman valerie vanessa",
    "victoria vincent wendy william yasin yasmin yasmina yusuf zahra zainab zara zoe",
)
"""Names of people and no other words, from general knowledge: neither counted nor complete."""
