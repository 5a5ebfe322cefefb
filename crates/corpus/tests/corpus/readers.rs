//! What the names of known corpora's files say.
// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use emo_corpus::Clip;
use emo_corpus::reader::{Iemocap, Registry};

/// The clip of a file of a corpus, or the reason why it is none.
fn read(corpus: &str, path: &str) -> Result<Clip, String> {
    let registry = Registry::known();
    let reader = registry.get(corpus).unwrap();
    reader.clip(path.as_ref()).map_err(|error| error.to_string())
}

/// Checks names that say `label speaker key=value …` (`-` for none), and names that are refused
/// with a message that has these words.
fn check(corpus: &str, good: &[(&str, &str)], bad: &[(&str, &str)]) {
    assert!(good.len() + bad.len() >= 10, "{corpus}");
    for (path, expected) in good {
        let clip = read(corpus, path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let speaker = clip.speaker.as_ref().map_or("-".into(), |it| it.to_string());
        let mut got = format!("{} {speaker}", clip.label.as_deref().unwrap_or("-"));
        for (key, value) in &clip.metadata {
            got += &format!(" {key}={value}");
        }
        assert_eq!(got, *expected, "{path}");
        assert_eq!(clip.corpus.as_deref(), Some(corpus));
        assert_eq!(clip.name, path.rsplit_once('.').unwrap().0);
    }
    for (path, words) in bad {
        let message = read(corpus, path).expect_err(path);
        assert!(message.contains(words), "{path}: {message}");
    }
}

#[test]
fn ravdess() {
    let all = "channel=speech intensity=strong repetition=2 statement=kids";
    let song = "channel=song intensity=normal repetition=1 statement=dogs";
    check(
        "ravdess",
        &[
            ("Actor_16/03-01-05-02-01-02-16.wav", &format!("angry 16 {all}")),
            ("03-01-03-02-01-02-01.flac", &format!("happy 1 {all}")),
            ("Actor_07/03-02-02-01-02-01-07.wav", &format!("calm 7 {song}")),
            ("01-02-04-01-02-01-24.wav", &format!("sad 24 {song}")),
        ],
        &[
            ("02-01-05-02-01-02-16.wav", "modality: expected 01 or 03, with sound, got \"02\""),
            ("04-01-05-02-01-02-16.wav", "modality: expected 01 to 03, got \"04\""),
            ("03-00-05-02-01-02-16.wav", "channel: expected 01, 02, got \"00\""),
            ("03-01-09-02-01-02-16.wav", "emotion: expected 01 to 08, got \"09\""),
            ("03-01-05-2-01-02-16.wav", "intensity: expected 01, 02, got \"2\""),
            ("03-01-05-02-xx-02-16.wav", "statement"),
            ("03-01-05-02-01-+1-16.wav", "repetition: expected 01 to 02, got \"+1\""),
            ("03-01-05-02-01-02-25.wav", "actor: expected 01 to 24, got \"25\""),
            ("kitchen.wav", "name: expected seven numbers, MM-VV-EE-II-SS-RR-AA, got \"kitchen\""),
        ],
    );
}

#[test]
fn crema_d() {
    check(
        "crema-d",
        &[
            ("AudioWAV/1001_DFA_ANG_XX.wav", "angry 1001 statement=dfa"),
            ("1091_WSI_SAD_XX.wav", "sad 1091 statement=wsi"),
            ("1040_ITH_SAD_X.wav", "sad 1040 statement=ith"),
            ("1002_IEO_FEA_LO.wav", "fearful 1002 intensity=low statement=ieo"),
            ("1003_IEO_HAP_MD.wav", "happy 1003 intensity=medium statement=ieo"),
            ("1003_IEO_DIS_HI.wav", "disgust 1003 intensity=high statement=ieo"),
            ("1004_TSI_NEU_XX.wav", "neutral 1004 statement=tsi"),
        ],
        &[
            ("1092_DFA_ANG_XX.wav", "actor: expected 1001 to 1091, got \"1092\""),
            ("1001_ABC_ANG_XX.wav", "actor_sentence_emotion_intensity"),
            ("1001_DFA_SUR_XX.wav", "emotion: expected ANG, DIS, FEA, HAP, NEU, SAD"),
            ("1001_DFA_ANG.wav", "name: expected"),
            ("1001_DFA_ANG_VERY.wav", "intensity"),
        ],
    );
}

#[test]
fn emodb() {
    check(
        "emodb",
        &[
            ("wav/03a01Wa.wav", "angry 3 repetition=a statement=a01"),
            ("Angry/14b10Wc.wav", "angry 14 repetition=c statement=b10"),
            ("16a02Lb.wav", "bored 16 repetition=b statement=a02"),
            ("08b01Ea.wav", "disgust 8 repetition=a statement=b01"),
            ("09a07Ab.wav", "fearful 9 repetition=b statement=a07"),
            ("Happy/11a05Fc.wav", "happy 11 repetition=c statement=a05"),
            ("Sad/10b03Tb.wav", "sad 10 repetition=b statement=b03"),
            ("Neutral/03a02Nc.wav", "neutral 3 repetition=c statement=a02"),
        ],
        &[
            ("03a01Xa.wav", "emotion: expected W, L, E, A, F, T, N, got \"X\""),
            ("03c01Wa.wav", "name: expected speaker, text, emotion, version"),
            ("03a01W.wav", "name: expected"),
            ("99a01Wa.wav", "speaker"),
            ("äöü01Wa.wav", "name: expected"),
        ],
    );
}

#[test]
fn savee() {
    check(
        "savee",
        &[
            ("DC_a01.wav", "angry DC statement=a1"),
            ("JE_d15.wav", "disgust JE statement=d15"),
            ("AudioData/JK/f03.wav", "fearful JK statement=f3"),
            ("AudioData/KL/h07.wav", "happy KL statement=h7"),
            ("JE_n23.wav", "neutral JE statement=n23"),
            ("DC_sa02.wav", "sad DC statement=sa2"),
            ("KL/su15.wav", "surprised KL statement=su15"),
        ],
        &[
            ("a01.wav", "name: expected speaker_emotion and number"),
            ("XY_a01.wav", "speaker: expected DC, JE, JK, KL, got \"XY\""),
            ("DC_x01.wav", "emotion"),
            ("DC_a1.wav", "sentence: expected 01 to 30, got \"1\""),
        ],
    );
}

#[test]
fn tess() {
    check(
        "tess",
        &[
            ("OAF_angry/OAF_back_angry.wav", "angry OAF statement=back"),
            ("YAF_disgust/YAF_bar_disgust.wav", "disgust YAF statement=bar"),
            ("OAF_lid_fear.wav", "fearful OAF statement=lid"),
            ("YAF_youth_happy.wav", "happy YAF statement=youth"),
            ("OAF_dog_neutral.wav", "neutral OAF statement=dog"),
            ("YAF_tape_ps.wav", "surprised YAF statement=tape"),
            ("YAF_tape_sad.wav", "sad YAF statement=tape"),
            ("OA_bite_neutral.wav", "neutral OAF statement=bite"),
        ],
        &[
            ("OAF_back.wav", "name: expected speaker_word_emotion"),
            ("XAF_back_angry.wav", "speaker: expected OAF, YAF, OA, got \"XAF\""),
            ("OAF_back_calm.wav", "emotion"),
            ("OAF__angry.wav", "word: expected letters or digits, got \"\""),
        ],
    );
}

#[test]
fn nemo() {
    check(
        "nemo",
        &[
            ("samples/EB0_anger_1.wav", "angry EB0 statement=1"),
            ("samples/IC0_surprised_19.wav", "surprised IC0 statement=19"),
            ("samples/KS0_sadness_28.wav", "sad KS0 statement=28"),
            ("WR0_fear_61.wav", "fearful WR0 statement=61"),
            ("TP0_happiness_90.wav", "happy TP0 statement=90"),
            ("MP0_neutral_13.wav", "neutral MP0 statement=13"),
        ],
        &[
            ("EB0_joy_1.wav", "emotion: expected anger, fear, happiness"),
            ("EB0_anger.wav", "name: expected speaker_emotion_sentence"),
            ("EB0_anger_x.wav", "sentence: expected a number, got \"x\""),
            ("_anger_1.wav", "speaker"),
        ],
    );
}

#[test]
fn emovo() {
    check(
        "emovo",
        &[
            ("f1/dis-f1-b1.wav", "disgust f1 sex=female statement=b1"),
            ("f2/gio-f2-b2.wav", "happy f2 sex=female statement=b2"),
            ("m3/tri-m3-b1.wav", "sad m3 sex=male statement=b1"),
            ("m1/rab-m1-n5.wav", "angry m1 sex=male statement=n5"),
            ("m2/pau-m2-d2.wav", "fearful m2 sex=male statement=d2"),
            ("f3/sor-f3-l4.wav", "surprised f3 sex=female statement=l4"),
            ("f3/neu-f3-l1.wav", "neutral f3 sex=female statement=l1"),
        ],
        &[
            ("dis-f4-b1.wav", "name: expected emotion-speaker-sentence"),
            ("dis-f1-b9.wav", "name: expected"),
            ("ang-f1-b1.wav", "emotion: expected dis, gio, neu, pau, rab, sor, tri"),
            ("dis-f1.wav", "name: expected"),
        ],
    );
}

#[test]
fn shemo() {
    check(
        "shemo",
        &[
            ("female/F21S05.wav", "sad F21 repetition=5 sex=female"),
            ("male/M36S02.wav", "sad M36 repetition=2 sex=male"),
            ("F24W04.wav", "surprised F24 repetition=4 sex=female"),
            ("F14A09.wav", "angry F14 repetition=9 sex=female"),
            ("M02F01.wav", "fearful M02 repetition=1 sex=male"),
            ("M02H01.wav", "happy M02 repetition=1 sex=male"),
            ("M02N31.wav", "neutral M02 repetition=31 sex=male"),
        ],
        &[
            ("X02F01.wav", "sex: expected F, M, got \"X\""),
            ("M02D01.wav", "emotion: expected A, F, H, N, S, W, got \"D\""),
            ("M02.wav", "name: expected"),
            ("M0xA01.wav", "speaker: expected 01 to 99"),
        ],
    );
}

#[test]
fn urdu() {
    check(
        "urdu",
        &[
            ("Angry/SM1_F19_A019.wav", "angry SM1 session=F19 sex=male"),
            ("Happy/SF11_F2_H02.wav", "happy SF11 session=F2 sex=female"),
            ("Neutral/SM5_F72_N0100.wav", "neutral SM5 session=F72 sex=male"),
            ("Sad/SM6_F4_S0100.wav", "sad SM6 session=F4 sex=male"),
            ("SF9_F1_N01.wav", "neutral SF9 session=F1 sex=female"),
        ],
        &[
            ("SX1_F19_A019.wav", "name: expected speaker_file_emotion and number"),
            ("SM_F19_A019.wav", "speaker"),
            ("SM1_X19_A019.wav", "file"),
            ("SM1_F19_B019.wav", "emotion: expected A, H, N, S, got \"B\""),
            ("SM1_F19_A.wav", "number"),
            ("SM1_F19_.wav", "name: expected"),
        ],
    );
}

#[test]
fn ased() {
    let rest = "repetition=1 sex=female";
    check(
        "ased",
        &[
            ("05Angry/a5-02-01-01-33.wav", &format!("angry 33 {rest} statement=a2")),
            ("01Neutral/n1-07-01-01-04.wav", &format!("neutral 4 {rest} statement=n7")),
            ("f2-07-01-01-65.wav", &format!("fearful 65 {rest} statement=f7")),
            ("h3-01-01-01-01.wav", &format!("happy 1 {rest} statement=h1")),
            ("s4-01-01-01-01.wav", &format!("sad 1 {rest} statement=s1")),
            ("04Sad/S4-04-02-01-29.wav", "sad 29 repetition=2 sex=female statement=s4"),
            ("a5-04-01-02-29.wav", "angry 29 repetition=1 sex=male statement=a4"),
        ],
        &[
            ("a4-02-01-01-33.wav", "emotion: expected n1, f2, h3, s4, a5, got \"a4\""),
            ("a5-02-01-03-33.wav", "sex: expected 01, 02, got \"03\""),
            ("a5-02-01-33.wav", "name: expected"),
            ("a5-02-01-01-66.wav", "speaker: expected 01 to 65"),
        ],
    );
}

#[test]
fn turev_db() {
    check(
        "turev-db",
        &[
            ("Sound Source/Calm/1984_sk_eger.wav", "calm 1984 statement=eger"),
            ("Sound Source/Happy/1984_mt_okul.wav", "happy 1984 statement=okul"),
            ("Sound Source/Sad/7895_hl_ogul1.wav", "sad 7895 statement=ogul1"),
            ("Sound Source/Angry/1157_kz_lufer.wav", "angry 1157 statement=lufer"),
            ("1358_kz_kirgin.wav", "angry 1358 statement=kirgin"),
            ("1234_mt_okul.wav", "happy 1234 statement=okul"),
        ],
        &[
            ("1984_xx_okul.wav", "emotion: expected hl, kz, mt, sk, got \"xx\""),
            ("1984_mt.wav", "name: expected speaker_emotion_word"),
            ("198_mt_okul.wav", "speaker"),
            ("1984_mt_.wav", "word"),
        ],
    );
}

#[test]
fn emotale() {
    check(
        "emotale",
        &[
            ("wav/DK_001_A_1.wav", "angry 1 language=da statement=1"),
            ("wav/DK_003_B_2.wav", "bored 3 language=da statement=2"),
            ("EN_018_H_5.wav", "happy 18 language=en statement=5"),
            ("EN_018_N_5.wav", "neutral 18 language=en statement=5"),
            ("EN_018_S_5.wav", "sad 18 language=en statement=5"),
        ],
        &[
            ("DE_001_A_1.wav", "language: expected DK, EN, got \"DE\""),
            ("DK_1_A_1.wav", "speaker"),
            ("DK_001_F_1.wav", "emotion: expected A, B, H, N, S, got \"F\""),
            ("DK_001_A_6.wav", "sentence: expected 1 to 5, got \"6\""),
            ("DK_001_A.wav", "name: expected"),
        ],
    );
}

#[test]
fn jl_corpus() {
    check(
        "jl-corpus",
        &[
            ("male2_concerned_6b_1.wav", "concerned male2 repetition=1 sex=male statement=6b"),
            ("female1_angry_10a_2.wav", "angry female1 repetition=2 sex=female statement=10a"),
            ("female2_excited_1a_1.wav", "excited female2 repetition=1 sex=female statement=1a"),
            ("male1_neutral_15b_2.wav", "neutral male1 repetition=2 sex=male statement=15b"),
            ("male1_happy_15b_2.wav", "happy male1 repetition=2 sex=male statement=15b"),
            (
                "male1_encouraging_15b_2.wav",
                "encouraging male1 repetition=2 sex=male statement=15b",
            ),
        ],
        &[
            ("male3_happy_15b_2.wav", "name: expected speaker_emotion_sentence_repetition"),
            ("male1_bored_15b_2.wav", "name: expected"),
            ("male1_happy_b_2.wav", "sentence"),
            ("male1_happy_15b.wav", "name: expected"),
        ],
    );
}

#[test]
fn mesd() {
    check(
        "mesd",
        &[
            ("Anger_F_A_tarde.wav", "angry - list=a statement=tarde voice=female"),
            ("Neutral_M_B_arroz.wav", "neutral - list=b statement=arroz voice=male"),
            ("Disgust_C_B_insultado.wav", "disgust - list=b statement=insultado voice=child"),
            ("Happiness_F_A_de_nada.wav", "happy - list=a statement=de_nada voice=female"),
            ("Fear_M_A_hola.wav", "fearful - list=a statement=hola voice=male"),
            ("Sadness_C_A_adiós.wav", "sad - list=a statement=adiós voice=child"),
        ],
        &[
            ("Joy_F_A_tarde.wav", "emotion: expected Anger, Disgust"),
            ("Anger_X_A_tarde.wav", "voice: expected F, M, C, got \"X\""),
            ("Anger_F_C_tarde.wav", "list"),
            ("Anger_F_A.wav", "name: expected emotion_voice_list_word"),
        ],
    );
}

#[test]
fn cafe() {
    check(
        "cafe",
        &[
            ("Peur/Fort/12-P-2-5.wav", "fearful 12 intensity=strong statement=5"),
            ("Joie/Faible/10-J-1-3.wav", "happy 10 intensity=normal statement=3"),
            ("08-C-2-1.aiff", "angry 8 intensity=strong statement=1"),
            ("01-D-1-1.wav", "disgust 1 intensity=normal statement=1"),
            ("Neutre/01-N-1-6.wav", "neutral 1 intensity=normal statement=6"),
            ("01-S-1-6.wav", "surprised 1 intensity=normal statement=6"),
            ("01-T-1-6.wav", "sad 1 intensity=normal statement=6"),
        ],
        &[
            ("13-P-2-5.wav", "actor: expected 01 to 12, got \"13\""),
            ("12-X-2-5.wav", "emotion: expected C, D, J, N, P, S, T, got \"X\""),
            ("12-P-3-5.wav", "intensity: expected 1, 2, got \"3\""),
            ("12-P-2-7.wav", "sentence: expected 1 to 6, got \"7\""),
            ("12-P-2.wav", "name: expected actor-emotion-intensity-sentence"),
        ],
    );
}

#[test]
fn iemocap() {
    let woman = "scenario=impro session=1 sex=female";
    let man = "scenario=script session=5 sex=male";
    check(
        "iemocap",
        &[
            ("Session1/sentences/wav/a/Ses01F_impro04_F000.wav", &format!("- Ses01F {woman}")),
            ("Ses01M_impro05a_F012.wav", &format!("- Ses01F {woman}")),
            ("Ses05F_script03_2_M018.wav", &format!("- Ses05M {man}")),
            ("Ses05M_script01_1b_M000.wav", &format!("- Ses05M {man}")),
            ("Ses05M_script01_1b_MXX0.wav", &format!("- Ses05M {man}")),
        ],
        &[
            ("Ses06F_impro04_F000.wav", "session: expected 01 to 05, got \"06\""),
            ("Ses01X_impro04_F000.wav", "name: expected session_dialogue_turn"),
            ("Ses01F_free04_F000.wav", "name: expected"),
            ("Ses01F_impro04_X000.wav", "name: expected"),
            ("Ses01F_impro04_F00.wav", "name: expected"),
            ("Ses01F.wav", "name: expected"),
        ],
    );
    let line = "[6.2901 - 8.2357]\tSes01F_impro01_F000\tneu\t[2.5000, 2.5000, 2.5000]";
    assert_eq!(Iemocap::evaluation(line).unwrap(), Some(("Ses01F_impro01_F000", "neutral")));
    assert_eq!(Iemocap::evaluation("C-E2:\tNeutral;\t()").unwrap(), None);
    assert_eq!(Iemocap::evaluation("").unwrap(), None);
    assert!(Iemocap::evaluation("[1 - 2]\tSes01F_impro01_F000\tabc\t[]").is_err());
}

#[test]
fn meld() {
    check(
        "meld",
        &[
            ("train/train_splits/dia0_utt0.mp4", "- - session=train 0 split=train utterance=0"),
            ("dev_splits_complete/dia9_utt6.mp4", "- - session=dev 9 split=dev utterance=6"),
            (
                "output_repeated_splits_test/dia12_utt13.wav",
                "- - session=test 12 split=test utterance=13",
            ),
            ("train/dia1000_utt10.mp4", "- - session=train 1000 split=train utterance=10"),
        ],
        &[
            ("dia0_utt0.mp4", "name: expected dialogue and utterance below a folder"),
            ("train/final_videos_testdia0_utt0.mp4", "name: expected"),
            ("train/dia_utt0.mp4", "dialogue"),
            ("train/dia0_utt.mp4", "utterance"),
            ("train/dia0.mp4", "name: expected"),
            ("train/utt0_dia0.mp4", "name: expected"),
        ],
    );
}

#[test]
fn every_corpus_says_where_it_comes_from() {
    let registry = Registry::known();
    let ids: Vec<&str> = registry.iter().map(|reader| reader.about().id).collect();
    assert_eq!(ids.len(), 17);
    assert!(ids.is_sorted());
    for reader in registry.iter() {
        let about = reader.about();
        let facts = [about.name, about.language, about.licence, about.citation, about.names];
        assert!(facts.iter().all(|fact| !fact.is_empty()), "{}", about.id);
        assert!(about.source.starts_with("http"), "{}", about.id);
        assert!(!about.citation.contains("  "), "{}", about.citation);
    }
    let message = registry.get("ravdes").err().unwrap().to_string();
    assert!(message.starts_with("corpus: expected ased, cafe, crema-d, "), "{message}");
}

#[test]
fn every_corpus_has_its_lines_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/corpora.md");
    let text = std::fs::read_to_string(path).unwrap();
    for reader in Registry::known().iter() {
        let about = reader.about();
        let row =
            [about.name, about.language, about.licence, about.names, about.source].join(" | ");
        assert!(text.contains(&format!("| `{}` | {row} |\n", about.id)), "{}", about.id);
        assert!(text.contains(&format!("- `{}`: {}\n", about.id, about.citation)), "{}", about.id);
    }
}
