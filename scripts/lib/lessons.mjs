// What was learnt from elsewhere, under the ids that test titles name: D from the change this project grew from, H from holes
// that were found in systems of its kind, P from other changes proposed there. `no` says why a row needs no test here.

/**
 * @typedef {object} Lesson
 * @property {string} from
 * @property {string} what what went wrong there
 * @property {string} rule what follows from it
 * @property {string} [no]
 */

const seed = 'openclaw #9909'

/** @type {Readonly<Record<string, Lesson>>} */
export const lessons = {
  D1: {
    from: seed,
    what: 'allow-always never matched the common case, and was wider than what was approved in others.',
    rule: 'A rule matches exactly the target that was approved, fields absent from it included.',
  },
  D2: {
    from: seed,
    what: 'Recipient, account and path went raw into glob patterns.',
    rule: 'Nothing from an action is ever a pattern.',
  },
  D3: { from: seed, what: 'Lower-casing merged ids that differ by case.', rule: 'Case is kept.' },
  D4: {
    from: seed,
    what: 'A webhook that came before the create call was answered was lost.',
    rule: 'It is kept, and judged when the question has a name.',
  },
  D5: {
    from: seed,
    what: 'A default decision could make silence, cancellation or a lost webhook an allow.',
    rule: 'No default approves; a cancellation is noted and decides nothing.',
  },
  D6: {
    from: seed,
    what: 'An answer that was not understood was dropped, and nothing looked again.',
    rule: 'It is kept aside for a human; answers whose callbacks don’t come are looked for.',
  },
  D7: {
    from: seed,
    what: 'Calls had no time limit, signals were ignored, questions lingered there.',
    rule: 'Each delivery ends in time or with its signal; what is over here is taken back there.',
  },
  D8: {
    from: seed,
    what: 'Local and remote time limits were the same.',
    rule: 'The remote one is longer, so that ours comes first.',
  },
  D9: {
    from: seed,
    what: 'Reviewers saw 240 characters of the first payload; nothing tied the approval to the content.',
    rule: 'All of it or only to be denied; a digest binds it; a snapshot runs.',
  },
  D10: {
    from: seed,
    what: 'One secret for all, compared with `!==`, of any length.',
    rule: 'A secret for each approval, made from a key, compared in constant time; short, sample and shared ones are refused.',
  },
  D11: {
    from: seed,
    what: 'No content type, read time limit, loop or status check; whoever knew the path could approve.',
    rule: 'Secret, method, type, size, time, then content; an answer is read back before it counts.',
  },
  D12: {
    from: seed,
    what: 'The allowlist file lost updates, had no expiry, scope or revocation.',
    rule: 'Rules are records changed by compare-and-set: scoped, expiring, counted, revocable.',
  },
  D13: {
    from: seed,
    what: 'A public route with approval let anybody page reviewers without limit.',
    rule: 'It needs a cap, and is held without a socket.',
  },
  D14: {
    from: seed,
    what: 'Catch-all handlers passed both gates.',
    rule: 'A route is guarded where it is served; a credential is asked for before anything is read.',
  },
  D15: {
    from: seed,
    what: 'Recipients and text went to a third party without a choice; markdown was not neutralised.',
    rule: 'Fields can be left out, recipients masked; content stays in its block.',
  },
  D16: {
    from: seed,
    what: 'Values that the API refuses were typed as fine; `error: true` passed for success.',
    rule: 'Bodies are judged by the documented limits; a 2xx that says error is a failure.',
  },
  D17: {
    from: seed,
    what: 'A restart lost what was pending.',
    rule: 'It is stored before it is answered, and goes on.',
  },
  H28473: {
    from: 'GHSA-mqpw-46fh-299h, CVE-2026-28473',
    what: 'A chat command approved with an internal client’s powers.',
    rule: 'Every way to decide is judged with the real principal.',
  },
  H24826: { from: '#24826', what: 'An allow-once could be used again.', rule: 'A start is a compare-and-set.' },
  HHJVP: {
    from: 'GHSA-hjvp-qhm6-wrh2',
    what: 'An approval could be used with another environment.',
    rule: 'The digest binds everything that decides the effect.',
  },
  H796M: {
    from: 'GHSA-796m-2973-wc5q',
    what: 'What was checked was not what ran.',
    rule: 'The very object that was approved is run.',
  },
  HXWW8: {
    from: 'GHSA-xww8-gqvh-92x9',
    what: 'The prompt was shortened, and its hidden tail ran.',
    rule: 'What isn’t wholly shown can’t be allowed there.',
  },
  H29607: {
    from: 'CVE-2026-29607, #93362, GHSA-qm9x-v7cx-7rq4',
    what: 'allow-always was bound to a wrapper.',
    rule: 'The narrowest exact subject is kept.',
  },
  H112946: {
    from: '#112946, #129636',
    what: 'A reusable approval ignored arguments or folder.',
    rule: 'Exact match by default.',
  },
  H124738: {
    from: '#124738 and others',
    what: 'Content or permission changed between asking and running.',
    rule: 'A snapshot is taken at once; the policy is asked again at the start.',
  },
  H78225: {
    from: '#78225, #78226',
    what: 'A stale write brought revoked entries back.',
    rule: 'Tombstones, and compare-and-set; counting never resurrects.',
  },
  H78415: {
    from: '#78415',
    what: 'Something ran though nobody had approved.',
    rule: 'Only an explicit, recorded allow lets it go.',
  },
  H89938: { from: '#89938, #21661', what: 'A time-out counted as approval.', rule: 'It never does.' },
  H8J2W: {
    from: 'GHSA-8j2w-6fmm-m587',
    what: 'Other spellings of a path slipped past its guard.',
    rule: 'One parse for guard and router; ambiguous is 400.',
  },
  HV865: {
    from: 'GHSA-v865-p3gq-hw6m, CVE-2026-32004',
    what: 'Slashes encoded many times over did too.',
    rule: 'Nothing that needs decoding twice is taken.',
  },
  H25724: {
    from: '#25724',
    what: 'The exact root of a prefix was unguarded.',
    rule: 'Paths match by segments, with and without a slash.',
  },
  HM8WM: {
    from: 'GHSA-m8wm-r5vq-qjpg',
    what: 'Revoked tokens went on working.',
    rule: 'Within 5 s they work nowhere.',
  },
  H84337: { from: '#84337, #20809', what: 'The same secret opened two doors.', rule: 'Refused at the start.' },
  H26118: {
    from: '#26118',
    what: 'The body was read before the credential; webhooks could be replayed.',
    rule: 'Secret first; a repeated callback changes nothing.',
  },
  H1: {
    from: '#26118',
    what: 'A wrong secret was told apart from an unknown path.',
    rule: 'It gets the same bytes, and costs no read.',
  },
  H1795: {
    from: '#1795',
    what: 'Headers of an unknown proxy made callers local.',
    rule: 'They are refused or ignored.',
  },
  H141720: {
    from: '#141720, #64586',
    what: 'Words such as `undefined` and samples passed for secrets.',
    rule: 'Refused at the start, by key.',
  },
  HRCHV: {
    from: 'GHSA-rchv-x836-w7xp, #5120, #33728',
    what: 'Tokens leaked in query strings.',
    rule: 'No credential in a URL, but the one-time link’s code behind `#` and HITL.sh’s callback path.',
  },
  H62360: {
    from: '#62360',
    what: 'Something pending kept a task running for days.',
    rule: 'Every waiter ends, and everything pending expires.',
  },
  H78583: {
    from: '#78583',
    what: 'Several ways could resolve what needed proof.',
    rule: 'Who may decide is frozen in the approval, for every way in.',
  },
  P23355: {
    from: '#23355',
    what: 'Forwarded headers from untrusted sources were believed.',
    rule: 'As H1795: `proxy_attribution_required`.',
  },
  P8513: {
    from: '#8513, #21671, #29198, #13719',
    what: 'Plugin routes were served without a credential.',
    rule: 'Deny by default; `public` is the explicit way out.',
  },
  P21964: {
    from: '#21964',
    what: 'Trust boundaries of plugins were soft.',
    rule: 'Each plugin lives under its own prefix, and a failing check blocks.',
  },
  P23447: {
    from: '#23447',
    what: 'Hooks took any content type.',
    rule: 'Only JSON by its type: 415 before the body is read, 413 for too much.',
  },
  P14197: {
    from: '#14197',
    what: 'Secrets were compared in variable time; local endpoints answered to any host.',
    rule: 'Constant time, and only our own names.',
  },
  P6302: { from: '#6302', what: 'Calls and reads could hang for ever.', rule: 'Every wait has its limit.' },
  P10679: {
    from: '#10679 (not found; inferred)',
    what: 'Hooks were defined and never called.',
    rule: 'Every way out passes the gate; at a stop what waits is not run.',
  },
  P13144: {
    from: '#13144 (not found; inferred)',
    what: 'Queues without bounds.',
    rule: 'What one requester may have pending is capped in the insert.',
  },
  P19937: {
    from: '#19937 (not found; inferred)',
    what: 'A credential of one mode was tried as another’s.',
    rule: 'Only the active mode’s credential is compared.',
  },
  P8876: { from: '#8876', what: 'Not found.', rule: '–', no: 'Its subject is unknown.' },
}
