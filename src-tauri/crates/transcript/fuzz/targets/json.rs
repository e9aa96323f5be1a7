//! Fuzzes the reading of the JSON family.

#![no_main]

cueline_transcript_fuzz::target!(
    PodcastJson,
    Whisper,
    WhisperX,
    HuggingFace,
    WhisperCpp,
    Podlove,
    TimedJson,
    AssemblyAi,
    Deepgram,
    AwsTranscribe,
    GoogleSpeech,
    Descript,
    OTranscribe
);
