"""Words that tie a row to a caller: their own, their team's."""

from __future__ import annotations

import re

GROUP = (
    r"(?:team|organi[sz]ation|org|tenant|workspace|project|group|company|channel|room|conversation|chat|account|department"
    r"|community|club|family|household|school|class|store|shop|site|board|list|thread|course|event|league|business|firm|agency|clinic)"
)
_THEIR = r"(?:their|his|her|its|one's|your|my|own)"
RELATED = re.compile(
    rf"\b(?:in|of|within|from|inside|on|under|across|belonging to|through) (?:their|his|her|its|your|my|the same|that|a shared|an? \w+ they)(?: own)? (?!own\b)\w+"
    rf"|\b(?:for|to|on|of|in|by|per)(?: (?:their|his|her|its|the|a|own|same))* {GROUP}s?\b"
    rf"|\b{_THEIR} \w+(?:s'|'s) \w+|\b(?:their|his|her|your|my) {GROUP}s?\b(?:'s?)?|\bsame {GROUP}\b|\bshared with (?:them|him|her|the user)|\bassigned to (?:them|the user)"
    rf"|\bthey (?:can access|(?!(?:have )?(?:own|created?|uploaded|wrote|written|posted|submitted|made|can|may|cannot|must)\b)\w+)"
    rf"|\b(?:by|per|to (?:the|a|its|their)?) ?(?:tenant|organi[sz]ation|org|team|workspace|company)\b|\b(?:tenant|organi[sz]ation|org|team|workspace)[ -](?:isolat|scop|bas|level|wide|only)"
)
OWN = re.compile(
    rf"\bown(?:ed|s)?\b|\b{_THEIR} \w+|\bthemsel(?:f|ves)\b|\bbelong(?:s|ing)? to (?:them|the user|him|her)|\b(?:they|he|she|users?) (?:have )?(?:own|created?|uploaded|wrote|posted|submitted|made)\b"
    r"|\bcreated by (?:them|the user|themselves)|\bauth\.uid\b|\bper[ -]user\b|\bto (?:the|its|each) (?:owner|user|author|creator)|\bself\b|\bmine\b|\bprivate\b"
)
