//! How much louder or quieter each voice of an episode must be to be as loud as the others.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use cueline_playback::analysis::Loudness;
use cueline_transcript::{SpeakerId, Transcript};

/// The most that a voice is raised or lowered, in dB: what needs more is a broken recording, and raising it raises its noise.
pub const MOST_GAIN_DB: f64 = 9.0;
/// What an episode comes to whose voices can't be told apart: what Apple asks of podcasts (“Audio requirements”, −16 dB LKFS).
pub const WHOLE_LUFS: f64 = -16.0;
/// A voice heard for less than this in all isn't judged.
const LEAST_HEARD: Duration = Duration::from_secs(3);

/// What to do to the sound of a time so that its speaker is as loud as the episode's speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// From where to where.
    pub time: Range<Duration>,
    /// The change in dB, from −[`MOST_GAIN_DB`] to [`MOST_GAIN_DB`].
    pub db: f64,
}

/// How an episode is played when its voices are evened out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evening {
    /// In order of time and without overlaps. Between them lie pauses and music.
    pub gains: Vec<Gain>,
    /// The voices that are told apart, by name and with the change of each in dB, in the order of the transcript's speakers. Empty
    /// where all is changed alike.
    pub voices: Vec<(String, f64)>,
}

/// The gains by which every speaker comes to the integrated loudness of all that is said. Where fewer than two voices can be told
/// apart there is nothing to hold one against, and the whole comes to [`WHOLE_LUFS`].
///
/// A speaker's loudness is that of all of their utterances together (R 128, gated), so that a whisper stays one. What nobody is
/// named for, and who is heard for less than three seconds, has a gain of 0 dB; what lies between the ranges (pauses, music) has none.
/// The gains are steps: whoever applies them leads from one to the next.
///
/// The utterances need their timings; one whose end isn't known ends where the next begins, or with the sound.
pub fn evening(loudness: &Loudness, transcript: Option<&Transcript>) -> Evening {
    let voices = transcript.and_then(|transcript| voices(loudness, transcript));
    voices.or_else(|| whole(loudness)).unwrap_or_default()
}

/// Each voice on its own, where there are two at least.
fn voices(loudness: &Loudness, transcript: &Transcript) -> Option<Evening> {
    let spoken = spoken(loudness, transcript);
    let all: Vec<Range<Duration>> = spoken.iter().map(|(time, _)| time.clone()).collect();
    let target = loudness.of(&all)?;
    let mut of_speaker: BTreeMap<usize, Vec<Range<Duration>>> = BTreeMap::new();
    for (time, speaker) in &spoken {
        if let Some(speaker) = speaker {
            of_speaker.entry(speaker.index()).or_default().push(time.clone());
        }
    }
    let db: BTreeMap<usize, f64> = of_speaker
        .into_iter()
        .filter(|(_, times)| times.iter().map(|time| time.end - time.start).sum::<Duration>() >= LEAST_HEARD)
        .filter_map(|(speaker, times)| Some((speaker, limited(target - loudness.of(&times)?))))
        .collect();
    if db.len() < 2 {
        return None;
    }
    let mut gains: Vec<Gain> = Vec::new();
    for (time, speaker) in spoken {
        let db = speaker.and_then(|speaker| db.get(&speaker.index())).copied().unwrap_or(0.0);
        match gains.last_mut() {
            Some(last) if last.time.end == time.start && last.db == db => last.time.end = time.end,
            _ => gains.push(Gain { time, db }),
        }
    }
    let named = |(speaker, db): (usize, f64)| Some((transcript.speakers.get(speaker)?.name.clone(), db));
    Some(Evening { gains, voices: db.into_iter().filter_map(named).collect() })
}

/// All of it alike; nothing where nothing is audible.
fn whole(loudness: &Loudness) -> Option<Evening> {
    let db = limited(WHOLE_LUFS - loudness.integrated()?);
    Some(Evening { gains: vec![Gain { time: Duration::ZERO..length(loudness), db }], voices: Vec::new() })
}

fn limited(db: f64) -> f64 {
    db.clamp(-MOST_GAIN_DB, MOST_GAIN_DB)
}

/// How long the sound is, to a tenth of a second.
fn length(loudness: &Loudness) -> Duration {
    Duration::from_millis(100).saturating_mul(u32::try_from(loudness.energies().len()).unwrap_or(u32::MAX))
}

/// Who speaks when, in order of time, each utterance ending where the next begins if not earlier.
fn spoken(loudness: &Loudness, transcript: &Transcript) -> Vec<(Range<Duration>, Option<SpeakerId>)> {
    let timed = |line: cueline_transcript::Line<'_>| Some((line.utterance.timing()?, line.speaker));
    let mut lines: Vec<_> = transcript.lines().filter_map(timed).collect();
    lines.sort_by_key(|(timing, _)| timing.start);
    let end = length(loudness);
    let next = lines.iter().skip(1).map(|(timing, _)| timing.start).chain([end]).collect::<Vec<_>>();
    let ended = lines.into_iter().zip(next).map(|((timing, speaker), next)| {
        (timing.start..timing.end.map_or(next, |end| end.min(next)), speaker)
    });
    ended.filter(|(time, _)| time.start < time.end).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::RwLock;

    use cueline_playback::analysis::{Analysis, Settings, analyse};
    use cueline_playback::decode::Reader;
    use cueline_transcript::{parse, timeline};

    use super::*;
    use crate::testing::Folder;

    /// Twelve seconds of 400 Hz at 8 kHz, each second at its level in dBFS (of the sine's peak).
    fn analysed(levels: [f64; 12]) -> Loudness {
        let folder = Folder::new();
        let mut wav = b"RIFF\xff\xff\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        wav.extend([8_000_u32.to_le_bytes(), 16_000_u32.to_le_bytes()].concat());
        wav.extend(b"\x02\0\x10\0data");
        wav.extend((levels.len() as u32 * 16_000).to_le_bytes());
        for n in 0..levels.len() * 8_000 {
            let tone =
                (n as f64 * std::f64::consts::TAU / 20.0).sin() * 10_f64.powf(levels[n / 8_000] / 20.0);
            wav.extend(((tone * 32_767.0).round() as i16).to_le_bytes());
        }
        let reader = Reader::open(&folder.add("a.wav", wav)).unwrap();
        let analysis = RwLock::new(Analysis::of(&reader).unwrap());
        assert!(
            analyse(&reader, &analysis, Settings::from_here(Duration::ZERO), &|| false, &mut |_| ()).unwrap()
        );
        analysis.into_inner().unwrap().loudness().clone()
    }

    fn transcript(srt: &str) -> Transcript {
        let mut transcript = parse(srt.as_bytes(), "a.srt").unwrap().transcript;
        timeline(&mut transcript, Some(Duration::from_secs(12)));
        transcript
    }

    #[test]
    fn quiet_speakers_are_raised_and_loud_ones_lowered_to_the_speech_of_all() {
        let [quiet, loud] = [-30.0, -24.0];
        let loudness =
            analysed([quiet, quiet, quiet, quiet, loud, loud, loud, loud, quiet, quiet, -60.0, -60.0]);
        let text = "1\n00:00:00,000 --> 00:00:04,000\nAnn: The boat came in late.\n\n\
                    2\n00:00:04,000 --> 00:00:08,000\nBen: I heard it.\n\n\
                    3\n00:00:08,000 --> 00:00:10,000\nAnn: Did you wave?\n\n";
        let Evening { gains, voices } = evening(&loudness, Some(&transcript(text)));
        let [ann, ben, again] = &gains[..] else { panic!("{gains:?}") };
        assert_eq!(voices, [("Ann".to_owned(), ann.db), ("Ben".to_owned(), ben.db)]);
        assert_eq!((ann.time.start.as_secs(), ann.time.end.as_secs()), (0, 4));
        assert_eq!((ben.time.start.as_secs(), ben.time.end.as_secs()), (4, 8));
        assert_eq!(again.db, ann.db);
        assert!(ann.db > 1.5 && ben.db < -1.0, "{gains:?}");
        assert!((ann.db - ben.db - 6.0).abs() < 0.3, "both come to the same loudness: {gains:?}");
    }

    #[test]
    fn a_gain_has_its_limits_and_who_says_little_or_nothing_audible_stays_as_loud() {
        let loudness =
            analysed([-90.0, -90.0, -90.0, -20.0, -20.0, -20.0, -20.0, -44.0, -44.0, -44.0, -44.0, -20.0]);
        let text = "1\n00:00:00,000 --> 00:00:03,000\nDan: Hush.\n\n\
                    2\n00:00:03,000 --> 00:00:07,000\nAnn: The boat came in late.\n\n\
                    3\n00:00:07,000 --> 00:00:11,000\nBen: I heard it.\n\n\
                    4\n00:00:11,000 --> 00:00:12,000\nCleo: Yes.\n\n";
        let Evening { gains, voices } = evening(&loudness, Some(&transcript(text)));
        let [dan, _, ben, cleo] = &gains[..] else { panic!("{gains:?}") };
        assert_eq!((dan.db, ben.db, cleo.db), (0.0, MOST_GAIN_DB, 0.0));
        assert_eq!(voices.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["Ann", "Ben"]);
        assert_eq!(evening(&analysed([-99.0; 12]), Some(&transcript(text))), Evening::default());
    }

    #[test]
    fn without_two_voices_to_tell_apart_the_whole_comes_to_one_loudness() {
        let alone = "1\n00:00:01,000 --> 00:00:08,000\nAnn: The boat came in late.\n\n";
        let nobody = "1\n00:00:01,000 --> 00:00:08,000\nThe boat came in late.\n\n";
        for text in [None, Some(alone), Some(nobody)] {
            let transcript = text.map(transcript);
            for (level, expected) in [(-18.0, None), (-40.0, Some(MOST_GAIN_DB)), (0.0, Some(-MOST_GAIN_DB))]
            {
                let loudness = analysed([level; 12]);
                let Evening { gains, voices } = evening(&loudness, transcript.as_ref());
                let [all] = &gains[..] else { panic!("{gains:?}") };
                assert_eq!((all.time.start, all.time.end.as_secs()), (Duration::ZERO, 12));
                let expected = expected.unwrap_or(WHOLE_LUFS - loudness.integrated().unwrap());
                assert_eq!((all.db, voices.is_empty()), (expected, true), "{level} dBFS");
            }
        }
    }
}
