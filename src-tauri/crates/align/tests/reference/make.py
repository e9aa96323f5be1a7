#!/usr/bin/env python3
"""Makes the numbers that `tests/reference.rs` holds the front end and the scores against, with the Python package pocketsphinx 5.1.1.

usage: make.py (with `flite` installed, and pocketsphinx in the Python that runs it)

spoken.s16: speech, 16 kHz mono, 16 bits. spoken.cepstra: its cepstra before the mean is taken away, 13 floats a frame.
spoken.scores: of each frame the 126 states' scores, 16-bit numbers in units of 1,024 ln 1.0001, 0 for the best of all states, these and others. All little-endian.
"""
import array, glob, os, struct, subprocess, tempfile, wave
from pocketsphinx import Decoder, get_model_path

here = os.path.dirname(os.path.abspath(__file__))
with tempfile.TemporaryDirectory() as folder:
    sound = os.path.join(folder, "spoken.wav")
    subprocess.run(["flite", "-voice", "slt", "-t", "She had your dark suit in greasy wash water.", "-o", sound], check=True)
    with wave.open(sound) as file:
        assert file.getframerate() == 16000 and file.getnchannels() == 1
        samples = file.readframes(file.getnframes())
    decoder = Decoder(hmm=get_model_path("en-us/en-us"), lm=None, allphone=get_model_path("en-us/en-us-phone.lm.bin"),
                      mfclogdir=folder, senlogdir=folder, compallsen=True, loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw(samples, full_utt=True)
    decoder.end_utt()
    # Big-endian, after their number.
    cepstra = array.array("f", open(glob.glob(folder + "/*.mfc")[0], "rb").read()[4:])
    cepstra.byteswap()
    cepstra = cepstra.tobytes()
    scores = open(glob.glob(folder + "/*.sen")[0], "rb").read()

scores = scores[scores.index(b"endhdr\n") + 7 + 4:]
frames, at, kept = [], 0, 126
while at < len(scores):
    (count,) = struct.unpack_from("<h", scores, at)
    frames.append(scores[at + 2:at + 2 + 2 * kept])
    at += 2 + 2 * count
    if count != 5126:
        raise SystemExit(f"a frame of {count} states")
open(here + "/spoken.s16", "wb").write(samples)
open(here + "/spoken.cepstra", "wb").write(cepstra)
open(here + "/spoken.scores", "wb").write(b"".join(frames))
print(len(samples) // 2, "samples", len(cepstra) // 52, "frames of cepstra", len(frames), "of scores")
