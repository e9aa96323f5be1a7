// The invented episodes that the fake backend opens.
import type { Line } from '../core/lines';
import type { Episode, Lines, Opened, Origin, Recent, Report, Transcript } from './bindings';

export const NIGHT_SHIFT_PATH = '/episodes/night-shift';

const ROSA = 0;
const TOMASZ = 1;
const INES = 2;

/** Who speaks, from which second (null: no time), what is said (`**…**` is emphasis), and the time's origin. */
type Said = [speaker: number, start: number | null, text: string, origin?: Origin];

const SAID: Said[] = [
  [ROSA, 0, 'Good evening. You are listening to Field Notes, and tonight we are up late on purpose.'],
  [ROSA, 7, 'With me is **Tomasz Okafor**, who kept a light on the northern coast for nineteen winters.'],
  [TOMASZ, 14, 'Twenty, if you count the one I slept through.'],
  [ROSA, 18, '[Laughs]'],
  [
    ROSA,
    20,
    'We will come to that one. Start with the log, though. Why does anybody still write a log by hand?',
  ],
  [
    TOMASZ,
    27,
    'Because a machine writes down what it was built to notice. I write down what I did not expect. The lamp was never the interesting part of the night; the interesting part was always the thing on the edge of it, the boat that turned a little too late, or the sound that should have been there and was not.',
  ],
  [TOMASZ, 48, 'You can’t ask an instrument what worried it.'],
  [INES, 52, 'May I come in here?'],
  [ROSA, 52.5, 'Please.', 'estimated'],
  [
    INES,
    54,
    'I read those logs for a living, forty years after they were written, and what I look for first is the weather. Not because I care about the weather. I look for it because a keeper who is **bored** writes the weather at length, and a keeper who is **frightened** forgets it.',
  ],
  [TOMASZ, 73, 'That is a hard thing to hear about one’s own handwriting.'],
  [INES, 77, 'Yours is the exception. You wrote the weather every single night.'],
  [TOMASZ, 81, 'I was bored every single night.'],
  [ROSA, 84, 'So take us to the year of the long fog. What happened to the signal?'],
  [
    TOMASZ,
    89,
    'The horn ran on compressed air, and the compressor had a valve that froze. It had frozen before. You went down, you hit it, it came back. That night I went down at ten and it was running, and I went to bed at two, and in between there is a page that says it was running.',
  ],
  [
    TOMASZ,
    108,
    'In the spring a clerk asked for the book, because two masters swore they had heard us and a third swore that we were silent.',
  ],
  [
    TOMASZ,
    119,
    'So I went back to that night’s page. I had written the time, the wind, and that the horn was sounding, because it always was. But the ink of that line was a different black. I had filled it in the next morning, from habit, and never noticed that I was writing down a thing I hadn’t heard.',
  ],
  [ROSA, 141, 'Did you tell the clerk?'],
  [
    TOMASZ,
    143,
    'I did, and it cost me a summer’s pay. It also taught me the one rule that I still keep: the book is only as honest as the hour in which you write it.',
  ],
  [INES, 154, 'I have that page framed.'],
  [ROSA, null, 'Of course you do. (The tape was changed here.)', 'none'],
  [ROSA, 158, 'There was a fisherman who wrote to you about it, wasn’t there?'],
  [TOMASZ, 163, 'He wrote in his own language, and I had to have it read to me:'],
  [TOMASZ, 166, 'كنا نسمع البوق في الضباب، ثم لم نعد نسمع شيئا.', 'aligned'],
  [TOMASZ, 172, 'We used to hear the horn in the fog, and then we heard nothing. That is the whole letter.'],
  [ROSA, 180, 'What do you owe a ship that never answers?'],
  [
    TOMASZ,
    184,
    'Everything that you owe one that does. You don’t know which of them is reading you. Most nights nobody is. The work is to behave, every time, as though somebody were out there with nothing else to steer by, and then to go to bed without finding out.',
  ],
  [INES, 203, 'Archivists could say the same.'],
  [ROSA, 206, 'And people who make radio at this hour.'],
  [TOMASZ, 210, 'Then keep a log.'],
  [
    ROSA,
    213,
    'That was Tomasz Okafor, with Ines Marchetti from the harbour archive. The pages that we talked about are on our site. I’m Rosa Lindqvist. Sleep well, or keep watch.',
  ],
];

const NIGHT_SHIFT_MS = 226_400;

export const COVER =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><rect width="72" height="72" fill="#24476b"/>' +
      '<circle cx="36" cy="30" r="10" fill="#e9e4d8"/><path d="M29 72l3-30h8l3 30z" fill="#9db6cc"/></svg>',
  );

export const NIGHT_SHIFT: Episode = {
  id: 1,
  title: 'Tending the night shift',
  folder: 'night-shift',
  bookmarks: [],
  hasCover: true,
  problems: [],
  audio: {
    name: 'night-shift.mp3',
    path: `${NIGHT_SHIFT_PATH}/night-shift.mp3`,
    durationMs: NIGHT_SHIFT_MS,
    codec: 'MP3',
  },
  keyPoints: [
    { atMs: 20_000, text: 'Why lighthouses still keep a log by hand.' },
    { atMs: 84_000, text: 'The year that the fog signal failed, and who noticed.' },
    { atMs: 180_000, text: 'What a keeper owes to ships that never answer.' },
  ],
  transcript: {
    name: 'transcript.md',
    path: `${NIGHT_SHIFT_PATH}/transcript.md`,
    title: 'Tending the night shift',
    subtitle: 'Field notes, episode 12',
    summary: ['A keeper, the archivist who reads his logs, and a page that was written the morning after.'],
    speakers: [{ name: 'Rosa Lindqvist' }, { name: 'Tomasz Okafor' }, { name: 'Ines Marchetti' }],
    lines: columnsOf(linesOf(SAID)),
    pullQuotes: [
      { text: 'You can’t ask an instrument what worried it.', line: 5 },
      { text: 'The book is only as honest as the hour in which you write it.', line: 16 },
      { text: 'Most nights nobody is reading you.', line: 26 },
    ],
    remarks: 4,
  },
};

/** What was read from the invented transcript; `remarks` are as many as it says it has. */
export const NIGHT_SHIFT_REPORT: Report = {
  format: 'Markdown',
  reason: 'Its paragraphs begin with names in bold and times in brackets.',
  turns: 21,
  utterances: 31,
  words: 558,
  timedWords: 0,
  speakers: [
    { name: 'Rosa Lindqvist', utterances: 12, words: 148 },
    { name: 'Tomasz Okafor', utterances: 14, words: 322 },
    { name: 'Ines Marchetti', utterances: 5, words: 88 },
  ],
  unnamed: { name: '', utterances: 0, words: 0 },
  marks: [{ resolutionMs: 1000, count: 29 }],
  unmarked: 2,
  frameRate: null,
  origins: { exact: 0, marked: 28, aligned: 1, estimated: 1, none: 1 },
  keyPoints: 3,
  pullQuotes: 3,
  remarks: [
    {
      kind: 'joined',
      remarks: [
        {
          line: 12,
          column: null,
          message: 'The name here is spelled “Tomász Okafor”; he is the one of line 7.',
        },
      ],
    },
    {
      kind: 'guessed',
      remarks: [
        {
          line: 23,
          column: null,
          message: 'Two lines have the time 0:52; the second was placed between its neighbours.',
        },
        { line: 61, column: null, message: 'This line has no time, so it can’t be clicked to hear it.' },
      ],
    },
    {
      kind: 'leftOut',
      remarks: [{ line: null, column: null, message: 'The file ends in the middle of a heading.' }],
    },
  ],
};

/** The invented transcript's file: 80 lines. */
export const NIGHT_SHIFT_SOURCE: readonly string[] = Array.from({ length: 80 }, (_, i) => {
  const said = SAID[Math.floor(i / 2) % SAID.length];
  return i % 2 === 0 && said ? `**Voice ${said[0]}:** [0:${said[1] ?? '??'}] ${said[2]}` : '';
});

/** The episodes opened before: one heard in part, and one that never was. */
export const RECENTS: readonly Recent[] = [
  {
    path: NIGHT_SHIFT_PATH,
    title: 'Tending the night shift',
    folder: 'night-shift',
    hasCover: true,
    heard: {
      positionMs: 84_500,
      durationMs: 226_400,
      line: 'So take us to the year of the long fog. What happened to the signal?',
    },
  },
  {
    path: '/pairs',
    title: 'Field notes, the first season',
    folder: 'field-notes',
    hasCover: false,
    heard: null,
  },
];

/** As many episodes as are remembered: some of them heard, named at length, or of another direction of writing. */
export const MANY_RECENTS: readonly Recent[] = [
  recent(
    'Tending the night shift',
    'night-shift',
    84_500,
    226_400,
    'So take us to the year of the long fog.',
  ),
  recent(
    'A rather long title about everything that was said on the quay that night, by whom, and what it was taken to mean afterwards',
    'field-notes-the-first-season-with-all-of-its-appendices-and-corrections',
    3_725_000,
    9_000_000,
    'And that is the point where, if I may, I would like to take back about half of what I said an hour ago, since nobody wrote it down.',
  ),
  recent('ليالي المنارة', 'منارة', 1_000, 1_800_000, 'كنا نسمع البوق في الضباب، ثم لم نعد نسمع شيئا.'),
  recent('灯台の夜', 'todai', 2_700_000, 2_700_000, '霧の中で汽笛を聞いていました。'),
  recent('13 A map of small sounds', 'field-notes', 61_000, null, null),
  ...Array.from({ length: 15 }, (_, i) => recent(`${i + 14} What the tide keeps`, 'field-notes')),
];

export const FOLDER_OF_PAIRS: Opened = {
  kind: 'choose',
  folder: 'field-notes',
  path: '/pairs',
  pairs: [
    pair('11 The ferry that waited', true, true),
    pair('12 Tending the night shift', true, true),
    pair('13 A map of small sounds', true, false),
    pair('14 What the tide keeps', false, true),
  ],
};

export function noAudio(episode: Episode): Episode {
  return { ...episode, audio: null, hasCover: false };
}

export function noTranscript(episode: Episode): Episode {
  return { ...episode, transcript: null };
}

/** An episode of `count` lines in turns of three, one line every two seconds. */
export function longEpisode(count: number): Episode {
  const bank = SAID.map(([, , text]) => text);
  const durationMs = count * 2000;
  const said = Array.from({ length: count }, (_, i): Said => [
    Math.floor(i / 3) % 3,
    i * 2,
    bank[i % bank.length] ?? '',
  ]);
  return withTranscript({ lines: columnsOf(linesOf(said)) }, durationMs);
}

/** Ten people, most of them with long names. */
export function crowdedEpisode(): Episode {
  const names = [
    'Wilhelmina Featherstonehaugh-Vandenbroucke of the Royal Hydrographic Office',
    'Ó',
    'María de los Ángeles Fernández-Villaverde y Montemayor',
    'Dr. Bartholomew Nwachukwu-Oyelaran',
    'نادية المنصوري',
    'A voice from the audience',
    'Konstantinos Papadimitrakopoulos',
    'Second voice from the audience',
    'The harbour master',
    'Rosa Lindqvist',
  ];
  const said = SAID.map(([, start, text, origin], i): Said => [i % names.length, start, text, origin]);
  const speakers = names.map((name) => ({ name }));
  return withTranscript(
    {
      speakers,
      lines: columnsOf(linesOf(said)),
      title:
        'A rather long title about everything that was said on the quay that night, by whom, and what it was taken to mean afterwards',
    },
    NIGHT_SHIFT_MS,
  );
}

/** One person who goes on and on in a single paragraph, a sentence every two seconds, with a word before and after. */
export function monologue(): Episode {
  const sentences = Array.from(
    { length: 90 },
    (_, i) => `Sentence number ${i + 1} of this one breath goes on for a while, as such sentences do.`,
  );
  const said: Said[] = [
    [ROSA, 0, 'Go on.'],
    [TOMASZ, 2, sentences.join(' ')],
    [ROSA, 182, 'Is that all?'],
  ];
  return withTranscript({ lines: columnsOf(linesOf(said)), pullQuotes: [] }, 190_000);
}

/** Letters of all kinds, written in both directions and mixed; `mostly` is what most of them are. */
export function lettersEpisode(mostly: 'left' | 'right'): Episode {
  const right = [
    'كنا نسمع البوق في الضباب، ثم لم نعد نسمع شيئا. سألني الكاتب عن السجل في الربيع، ولم أكتب فيه إلا ما سمعت.',
    'שמענו את הצופר בערפל, ואז לא שמענו דבר. הספר ישר רק כמו השעה שבה כותבים אותו.',
  ];
  const left = [
    '霧の中で角笛を聞いていたが、やがて何も聞こえなくなった。記録簿は、それを書いた時刻と同じくらいにしか正直ではない。',
    '我们以前在雾中听到号角声，后来什么也听不到了。日志只和你写下它的那一刻一样诚实。',
    '우리는 안개 속에서 나팔 소리를 들었고, 그 뒤로는 아무것도 듣지 못했다.',
    'He wrote “كنا نسمع البوق في الضباب” on the last page, and 東京 under it.',
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3),
  ];
  const texts = mostly === 'right' ? [...right, ...right, ...right, left[3] ?? ''] : [...left, ...right];
  const said = texts.map((text, i): Said => [i % 2, i * 10, `**${text.slice(0, 6)}**${text.slice(6)}`]);
  const speakers = [{ name: mostly === 'right' ? 'نادية المنصوري' : '高橋 由美子' }, { name: 'Ines' }];
  const quote = { text: texts[0]?.split(/[,،、，]/)[0] ?? '', line: 1 };
  return withTranscript(
    { lines: columnsOf(linesOf(said)), speakers, pullQuotes: [quote] },
    texts.length * 10_000,
  );
}

/** A transcript's file in which nothing is said. */
export function emptyEpisode(): Episode {
  return withTranscript({ lines: columnsOf([]), speakers: [], pullQuotes: [] }, NIGHT_SHIFT_MS);
}

function withTranscript(over: Partial<Transcript>, durationMs: number): Episode {
  const { transcript, audio } = NIGHT_SHIFT;
  if (transcript === null || audio === null) throw new Error('The invented episode has both halves.');
  return {
    ...NIGHT_SHIFT,
    title: over.title ?? NIGHT_SHIFT.title,
    transcript: { ...transcript, ...over },
    audio: { ...audio, durationMs },
  };
}

function linesOf(said: readonly Said[]): Line[] {
  let turn = -1;
  return said.map(([speaker, start, marked, origin = 'marked'], i) => {
    if (said[i - 1]?.[0] !== speaker) turn += 1;
    const { text, emphasis } = unmark(marked);
    return {
      turn,
      speaker,
      startMs: start === null ? null : start * 1000,
      origin,
      text,
      emphasis,
    };
  });
}

/** The lines as they go over the wire. */
export function columnsOf(lines: readonly Line[]): Lines {
  const columns: Lines = {
    text: lines.map(({ text }) => text).join(''),
    textEnds: [],
    startsMs: lines.map(({ startMs }) => startMs),
    origins: { first: [], value: [] },
    turns: { first: [], value: [] },
    emphasis: lines.flatMap(({ emphasis }, i) =>
      emphasis.map(([start, end]): [number, number, number] => [i, start, end]),
    ),
  };
  let end = 0;
  for (const [i, { text, origin, turn, speaker }] of lines.entries()) {
    columns.textEnds.push((end += text.length));
    if (origin !== columns.origins.value.at(-1)) {
      columns.origins.first.push(i);
      columns.origins.value.push(origin);
    }
    if (turn !== lines[i - 1]?.turn) {
      columns.turns.first.push(i);
      columns.turns.value.push(speaker);
    }
  }
  return columns;
}

/** Takes the `**` out of a text and says where they were. */
function unmark(marked: string): { text: string; emphasis: [number, number][] } {
  let text = '';
  const emphasis: [number, number][] = [];
  for (const [i, part] of marked.split('**').entries()) {
    if (i % 2 === 1) emphasis.push([text.length, text.length + part.length]);
    text += part;
  }
  return { text, emphasis };
}

function recent(
  title: string,
  folder: string,
  positionMs?: number,
  durationMs: number | null = null,
  line: string | null = null,
): Recent {
  const heard = positionMs === undefined ? null : { positionMs, durationMs, line };
  return { path: `/${folder}/${title}`, title, folder, hasCover: positionMs !== undefined, heard };
}

function pair(name: string, audio: boolean, transcript: boolean) {
  return {
    name,
    audio: audio ? `/pairs/${name}.mp3` : null,
    audioName: audio ? `${name}.mp3` : null,
    transcript: transcript ? `/pairs/${name}.md` : null,
    transcriptName: transcript ? `${name}.md` : null,
  };
}
