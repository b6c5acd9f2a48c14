// Was die Codes der API einem Menschen sagen, auf Deutsch.

export const deProblems: Readonly<Record<string, string>> = {
  offline:
    'Es kam keine Antwort. Ob es zählte, ist noch nicht bekannt: Sieh nach, was oben steht, bevor du wieder drückst.',
  no_answer: 'Das Gateway konnte dies nicht beantworten.',
  not_json: 'Die Antwort des Gateways war nicht lesbar.',
  unauthenticated: 'Du bist abgemeldet; melde dich wieder an.',
  forbidden: 'Das darfst du nicht.',
  not_a_reviewer: 'Du gehörst nicht zu den Prüfenden.',
  self_review: 'Du hast dies selbst beantragt; entscheiden muss jemand anders.',
  not_found: 'Das gibt es nicht, oder du darfst es nicht sehen.',
  already_decided: 'Jemand anders war schneller; wie, steht hier. Dein Druck hat nichts geändert.',
  already_voted: 'Du hast es abgelehnt; daraus kann kein Erlauben werden.',
  digest_mismatch: 'Es wurde geändert, während du es ansahst. Nichts ist entschieden; lies es noch einmal.',
  expired: 'Die Zeit lief ab, bevor du drücktest. Nichts ist entschieden.',
  already_claimed: 'Jemand anders hat es schon übernommen.',
  already_started: 'Es hat schon begonnen und lässt sich nicht mehr zurückziehen.',
  edit_not_allowed: 'Diese lässt sich nicht ändern.',
  edit_denied: 'So geändert lehnt die Richtlinie es ab. Nichts ist entschieden.',
  reason_required: 'Hier ist ein Grund nötig.',
  too_many_requests: 'Zu viele Versuche; warte eine Minute.',
  unavailable: 'Das Gateway kann das gerade nicht; nichts ist geschehen.',
}
