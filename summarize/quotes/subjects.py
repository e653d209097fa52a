"""Who can be the subject: the noun phrase behind a reporting verb, and whoever acts at the head of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.quotes import grammar, lexicon, phrases
from summarize.quotes.names import Known
from summarize.quotes.phrases import Phrase
from summarize.quotes.tokens import Token

FAR = 14  # words between a verb and its subject: «قال في مقابلة مع ... وزير ...»
NEAR = 12  # words between the start of a clause and its verb
CLAUSE_WORDS = frozenset("لكن ولكن فيما بينما حيث كما".split())
LATTER = 24  # words before «الأخير» among which he is looked for
HEAD = 6  # words from the start of a sentence to the end of its verb


def behind(tokens: Sequence[Token], verb_at: int, verb: lexicon.Verb, known: Known) -> Phrase | None:
    """The subject behind a verb, adverbs and outlets stepped over; None where it is dropped or not sure."""
    first = verb_at + 1
    at = _start(tokens, first, known)
    if at is None:
        return None
    certain = at == first and verb.lemma in lexicon.lemmas("subject")
    if grammar.finite(tokens[at].word):
        foreign = certain and lexicon.verb(tokens[at].word) is None
        return phrases.name_first(tokens, at, known) if foreign else None  # «قال سيموس ...»
    phrase = phrases.read(tokens, at, known)
    if phrase and could_speak(tokens, phrase, verb, known, certain):
        return phrases.with_name_behind(tokens, phrase, known)
    if certain and at + 1 < len(tokens) and grammar.plain(tokens[at].word) and _unknown(tokens[at + 1].word):
        return Phrase(tokens[at : at + 2], (), at + 2)  # «قال غيوم كلارييه»
    if certain and grammar.may_name(tokens[at].word) and _says(tokens, at + 1):
        return Phrase((), tokens[at : at + 1], at + 1)  # «قال آخر:»
    return _before_clause(tokens, at, known)


def _says(tokens: Sequence[Token], at: int) -> bool:
    """Whether what was said follows, or «بالقول», «قائلاً»."""
    again = lexicon.verb(tokens[at].word) if at < len(tokens) else None
    return _before_words(tokens, at) or (again is not None and again.form != "finite")


def visible(tokens: Sequence[Token], verb_at: int, verb: lexicon.Verb, known: Known) -> bool:
    """Whether a noun right behind the verb must be its subject, understood or not: nobody else said it."""
    if verb.form != "finite" or verb.lemma not in lexicon.lemmas("subject"):
        return False
    at = _start(tokens, verb_at + 1, known)
    if at != verb_at + 1:
        return False
    word = tokens[at].word
    adverb = word in ("اول", "اخر") and not _before_words(tokens, at + 1)  # «أول من أمس», «آخر الأمر»
    return not adverb and (grammar.may_name(word) or word.startswith("ال"))


def before(tokens: Sequence[Token], at: int, known: Known) -> list[Phrase]:
    """Whoever stands before a word, the nearest last."""
    found: list[Phrase] = []
    index = max(0, at - LATTER)
    while index < at:
        may = grammar.speaks(tokens[index].word) and not grammar.function(tokens[index].word)
        phrase = phrases.read(tokens[:at], index, known) if may else None
        found += [phrase] if phrase else []
        index = phrase.stop if phrase else index + 1
    return found


def _unknown(word: str) -> bool:
    """A word of no table, so most likely a family name."""
    return word.isalpha() and len(word) > 3 and not (lexicon.is_common(lexicon.bare(word)) or grammar.closes(word))


def clause(tokens: Sequence[Token], sentence: int, index: int) -> int | None:
    """Where the clause of a verb begins, if a word shows it: «..., لكن صاحب المتجر قال»"""
    goes_on = tokens[index].word.startswith(("و", "ف"))  # the verb belongs to the main clause
    for at in range(index - 1, max(sentence, index - NEAR) - 1, -1):
        if tokens[at].word in CLAUSE_WORDS or (tokens[at].word in ("ان", "بان") and not goes_on):
            return at
    return None


def _start(tokens: Sequence[Token], index: int, known: Known) -> int | None:
    """The first word behind a verb that is no adverb and in no prepositional phrase."""
    first, stop = index, min(len(tokens), index + FAR)
    skipping = False
    while index < stop:
        token = tokens[index]
        word = token.word
        if token.kind == "quote" or word in grammar.THAT or word == ":" or word in grammar.SENTENCE_ENDS:
            return None
        if word in ("من", "ومن") and index + 1 < stop and tokens[index + 1].word in grammar.OF_ONE_S_SIDE:
            index += 1
        elif token.accusative or word in ("نفس", "ذات"):
            pass  # «قال ضاحكاً», «قال نفس المصدر»
        elif grammar.function(word) or grammar.addresses(word) or lexicon.prefixed(word):
            skipping = True
        elif index < stop - 1 and index == first and _name_like_adverb(word, tokens[index + 1].word):
            return index
        elif token.kind == "sign" or word in grammar.ADVERBS or word in grammar.DAYS or word in grammar.PRONOUNS:
            skipping = skipping and word not in grammar.COMMAS
        elif not skipping or grammar.finite(word) or _starts_person(tokens, index, known):
            return index
        index += 1
    return None


def _name_like_adverb(word: str, following: str) -> bool:
    """«صباح البزوني», «فجر العلي»: an adverb that is a given name too."""
    adverb = word in grammar.ADVERBS and not word.startswith(("ال", "ب")) and not word.endswith(("ا", "ه"))
    return adverb and following.startswith("ال") and following not in grammar.DAYS and grammar.family(following)


def _starts_person(tokens: Sequence[Token], index: int, known: Known) -> bool:
    """Behind a preposition and its noun: a role or a full name, not the next word of the noun."""
    word, before = tokens[index].word, tokens[index - 1].word
    carrier = lexicon.bare(word) in grammar.OUTLETS or lexicon.bare(before) in grammar.CARRIERS
    if carrier or grammar.function(before):
        return False
    if lexicon.is_role(word):
        noun = lexicon.bare(before) == before and lexicon.is_common(before)  # «مؤتمر صحافي»
        return not lexicon.is_role(before) and not noun
    return lexicon.is_name(word) and phrases.person(tokens, index, known) is not None


def could_speak(tokens: Sequence[Token], phrase: Phrase, verb: lexicon.Verb, known: Known, certain: bool) -> bool:
    """A person, a body or a description of one; not the object of the verb («أكد ضرورة ...»)."""
    head = phrase.head
    if phrases.dual(phrase.tokens, 0):
        return True
    if _is_object(head, verb):
        return False
    if head in grammar.SOME:
        return len(phrase.tokens) > 1
    if grammar.speaks(head) or known(head) or len(phrase.named) > 1 or (phrase.named and phrase.described):
        return True
    definite, noun = head.startswith("ال"), lexicon.is_common(lexicon.bare(head))
    if certain:  # whatever follows the verb is its subject
        return (definite or not noun) and len(head) > 1
    return (definite and (not noun or _before_words(tokens, phrase.stop))) or (bool(phrase.named) and not noun)


def acts_behind_relative(tokens: Sequence[Token], verb_at: int, phrase: Phrase, verb: lexicon.Verb) -> bool:
    """«الذي قال الوزير إنه», «الذي طالبه الوزير بأن»; in «الخبير الذي وصف الوزير بأنه» the antecedent speaks."""
    pronoun = lexicon.has_object(tokens[verb_at].word) or tokens[verb_at + 1].word in grammar.PRONOUNS
    certain = pronoun or verb.lemma in lexicon.lemmas("subject")
    return grammar.speaks(phrase.head) and (certain or _before_words(tokens, phrase.stop))


def _is_object(head: str, verb: lexicon.Verb) -> bool:
    """«دعا المتظاهرين», «اعتبره كذباً», «طالبه بعدم», and a woman behind a masculine verb."""
    accusative = head.startswith("ال") and head.endswith("ين")
    if accusative and not lexicon.is_role(head) and not lexicon.is_name(head[2:]):
        return True
    if (head.endswith("ا") and lexicon.is_common(head[:-1])) or lexicon.prefixed(head):
        return True
    woman = head.startswith("ال") and lexicon.roles().get(lexicon.bare(head)) == "f"  # «نائبه» may be a man
    return verb.gender == "m" and not verb.plural and woman


def _before_words(tokens: Sequence[Token], at: int) -> bool:
    """Whether what was said follows: أن, a colon or a quotation; «بأن» also follows nouns."""
    if at >= len(tokens):
        return False
    word = tokens[at].word
    return word == ":" or tokens[at].kind == "quote" or (word in grammar.THAT and not word.startswith("ب"))


def _before_clause(tokens: Sequence[Token], index: int, known: Known) -> Phrase | None:
    """«أكدت المدرسة في الكلية الدكتورة إرادة العلي أن»: who is named with a title right before what was said."""
    stop = min(len(tokens), index + FAR)
    while index < stop and tokens[index].kind == "word" and tokens[index].word not in grammar.THAT:
        if phrase := phrases.person(tokens, index, known):
            role = phrases.apposition(tokens, phrase.stop)
            end = phrase.stop + (len(role) + 2 if role else 0)
            ends = end >= len(tokens) or _before_words(tokens, end)
            return phrase if ends and phrase.head in grammar.TITLES else None
        index += 1
    return None


def topic(tokens: Sequence[Token], index: int, known: Known) -> Phrase | None:
    """Who acts in a sentence: «الصحيفة قالت», «أما الوزير فقال», «أنذر المتحدث فلان ... وقال»."""
    index = _behind_openers(tokens, index)
    for at in range(index, min(index + HEAD, len(tokens))):
        word = tokens[at].word
        if tokens[at].kind != "word" or grammar.addresses(word) or word in grammar.PREPOSITIONS | grammar.THAT:
            return None
        if lexicon.verb(word) and not lexicon.is_role(word):
            return None
        phrase = phrases.read(tokens, at, known)
        if phrase and _acts(tokens, phrase, at - index, known):
            return phrases.with_name_behind(tokens, phrase, known)
        if word.startswith("ال") and not grammar.finite(word):
            return None
    return None


def presented(tokens: Sequence[Token], index: int, end: int, known: Known) -> Phrase | None:
    """«ومن بين المتطوعين خالد رمان، وهو سائق حافلة»: somebody new."""
    for at in range(index, min(index + FAR, end)):
        if (phrase := phrases.person(tokens, at, known)) and phrase.stop + 1 < end:
            comma, pronoun = tokens[phrase.stop].word, tokens[phrase.stop + 1].word
            return phrase if comma in grammar.COMMAS and pronoun in ("وهو", "وهي") else None
    return None


def _acts(tokens: Sequence[Token], phrase: Phrase, place: int, known: Known) -> bool:
    """`place`: 0 at the head of the sentence, 1 behind its verb; further behind only full names count."""
    head, full = phrase.head, len(phrase.named) > 1
    if place > 1 and not full:
        return False
    if place == 1 and full and phrases.apposition(tokens, phrase.stop):
        return True
    if lexicon.is_role(head):
        return bool(phrase.named) or place == 0 or head.startswith("ال")
    if lexicon.is_body(head):
        return place == 0 or (place == 1 and len(phrase.tokens) > 1)
    if lexicon.is_name(head) or known(head):
        return full or bool(known(head))
    return full and head.startswith("ال") and bool(phrase.described)


def _behind_openers(tokens: Sequence[Token], index: int) -> int:
    """Over «وكان», «من جهته», «وفي السياق،»."""
    for at in range(index, min(index + HEAD, len(tokens))):
        if lexicon.verb(tokens[at].word) or lexicon.is_name(tokens[at].word):
            break
        if tokens[at].word in grammar.COMMAS and grammar.function(tokens[index].word):
            index = at + 1
            break
    while index < len(tokens) and (tokens[index].word in grammar.OPENERS or tokens[index].word in grammar.COMMAS):
        index += 1
    one_s_side = index + 1 < len(tokens) and tokens[index + 1].word in grammar.OF_ONE_S_SIDE
    return index + 2 if one_s_side and tokens[index].word in ("من", "ومن") else index
