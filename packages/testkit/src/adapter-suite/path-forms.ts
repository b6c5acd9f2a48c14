// Paths by the thousand: spellings of a few real ones, and look-alikes, from a seed.
import { createRandom, type Random } from '../simulation/world/random.ts'

/** `paths` of the app, spelled in every way that some reader might take for them. */
export function* spellings(paths: readonly string[], seed: number): Generator<string> {
  const random = createRandom(seed)
  for (;;) {
    let target = random.pick(paths)
    for (let n = random.int(4); n > 0; n -= 1) target = random.pick(changes)(target, random)
    // What can't be sent in one line is another test's.
    yield target.replace(/[\r\n ]/g, '')
  }
}

type Change = (target: string, random: Random) => string

const at = (target: string, random: Random) => random.int(target.length + 1)
const insert =
  (text: string | ((random: Random) => string)): Change =>
  (target, random) => {
    const place = at(target, random)
    return target.slice(0, place) + (typeof text === 'string' ? text : text(random)) + target.slice(place)
  }
const replaceOne =
  (make: (character: string, random: Random) => string): Change =>
  (target, random) => {
    const place = random.int(Math.max(1, target.length))
    const character = target.charAt(place)
    return character === '' ? target : target.slice(0, place) + make(character, random) + target.slice(place + 1)
  }

const percent = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

const changes: readonly Change[] = [
  (target) => target,
  replaceOne((character) =>
    character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase(),
  ),
  replaceOne((character) => percent(character)),
  replaceOne((character) => percent(character).toUpperCase().replaceAll('%', '%25')),
  // Full-width forms of ASCII are 0xfee0 above it.
  replaceOne((character) => percent(String.fromCharCode(character.charCodeAt(0) + 0xfee0))),
  replaceOne(() => ''),
  insert('/'),
  insert('//'),
  insert('\\'),
  insert('/./'),
  insert('/../'),
  insert('/x/../'),
  insert('%2e%2e/'),
  insert('%2f'),
  insert('%5c'),
  insert('%00'),
  insert('%20'),
  insert('%c0%af'),
  insert('%e2%80%8b'),
  insert('%'),
  insert('%zz'),
  insert(';x=1'),
  insert('?'),
  insert('?/guarded'),
  insert('#'),
  insert('*'),
  insert('\u00e9'),
  insert((random) => percent(String.fromCodePoint(random.between(1, 0xd7ff)))),
  (target) => `${target}/`,
  (target) => `/${target}`,
  (target) => `http://a${target}`,
  (target) => `//a${target}`,
  (target) => `https://a:443/..${target}`,
  (target) => target.slice(1),
  (target) => `${target}.json`,
  (target) => target + target,
]
