//! The shelves of the shop.

use crate::model::{Category, Text};

type Leaf = (&'static str, Text, Text);

pub(crate) fn all() -> Vec<Category> {
    let mut all = Vec::new();
    for (position, (slug, name, description, leaves)) in (0..).zip(tree()) {
        all.push(Category { slug, parent: None, name, description, sort_order: position });
        for (position, (leaf, name, description)) in (0..).zip(leaves) {
            all.push(Category { slug: leaf, parent: Some(slug), name, description, sort_order: position });
        }
    }
    all
}

const fn t(id: &'static str, en: &'static str) -> Text {
    Text::new(id, en)
}

fn tree() -> [(&'static str, Text, Text, Vec<Leaf>); 8] {
    [
        (
            "guitars",
            t("Gitar", "Guitars"),
            t("Dari riff pertama sampai gitar impian di panggung.", "From the first riff to the dream guitar on stage."),
            vec![
                (
                    "electric-guitars",
                    t("Gitar elektrik", "Electric guitars"),
                    t(
                        "Single-cut, double-cut, V dan superstrat, siap dicolok.",
                        "Single cuts, double cuts, Vs and superstrats, ready to plug in.",
                    ),
                ),
                (
                    "extended-range-guitars",
                    t("Gitar 7 & 8 senar", "7 & 8-string guitars"),
                    t(
                        "Lebih rendah, lebih berat, untuk riff yang menggetarkan lantai.",
                        "Lower and heavier, for riffs that move the floor.",
                    ),
                ),
                (
                    "acoustic-guitars",
                    t("Gitar akustik", "Acoustic guitars"),
                    t(
                        "Senar baja, kayu yang bernyanyi, dari dreadnought sampai ukuran mini.",
                        "Steel strings and singing wood, from dreadnoughts to minis.",
                    ),
                ),
                (
                    "classical-guitars",
                    t("Gitar klasik", "Classical guitars"),
                    t("Senar nilon yang hangat untuk jari telanjang.", "Warm nylon strings for bare fingers."),
                ),
            ],
        ),
        (
            "basses",
            t("Bass", "Basses"),
            t("Nada rendah yang membuat satu band terdengar besar.", "The low end that makes a whole band sound big."),
            vec![
                (
                    "four-string-basses",
                    t("Bass 4 senar", "4-string basses"),
                    t(
                        "Bentuk klasik dan bentuk modern, empat senar sudah cukup.",
                        "Classic and modern shapes; four strings are plenty.",
                    ),
                ),
                (
                    "five-string-basses",
                    t("Bass 5 senar", "5-string basses"),
                    t("Satu senar lebih rendah untuk lagu yang lebih gelap.", "One string lower for darker songs."),
                ),
            ],
        ),
        (
            "drums",
            t("Drum", "Drums"),
            t(
                "Set drum, snare, simbal dan semua yang menahannya berdiri.",
                "Kits, snares, cymbals and everything that holds them up.",
            ),
            vec![
                (
                    "drum-kits",
                    t("Set drum akustik", "Acoustic drum kits"),
                    t("Set lengkap untuk kamar latihan dan panggung.", "Complete kits for the rehearsal room and the stage."),
                ),
                (
                    "electronic-drums",
                    t("Drum elektronik", "Electronic drums"),
                    t("Main tengah malam tanpa membangunkan tetangga.", "Play at midnight without waking the neighbours."),
                ),
                (
                    "snare-drums",
                    t("Snare", "Snare drums"),
                    t(
                        "Kuningan, baja dan kayu: suara khas satu kit ada di sini.",
                        "Brass, steel and wood: the voice of a kit lives here.",
                    ),
                ),
                (
                    "cymbals",
                    t("Simbal", "Cymbals"),
                    t(
                        "Ride, crash, china dan hi-hat dari perunggu pilihan.",
                        "Rides, crashes, chinas and hats in proper bronze.",
                    ),
                ),
                (
                    "drum-hardware",
                    t("Hardware drum", "Drum hardware"),
                    t("Pedal, stand dan kursi yang tidak bergeser.", "Pedals, stands and thrones that stay put."),
                ),
                (
                    "drumsticks",
                    t("Stik drum", "Drumsticks"),
                    t("Hickory dan oak dalam ukuran yang pas di tanganmu.", "Hickory and oak in the size your hand wants."),
                ),
            ],
        ),
        (
            "amplifiers",
            t("Ampli", "Amplifiers"),
            t("Tabung, transistor dan kabinet yang memindahkan udara.", "Tubes, transistors and cabinets that move air."),
            vec![
                (
                    "guitar-combos",
                    t("Combo gitar", "Guitar combos"),
                    t("Ampli dan speaker dalam satu kotak yang mudah dibawa.", "Amp and speaker in one box you can carry."),
                ),
                (
                    "amp-heads",
                    t("Head gitar", "Guitar heads"),
                    t("Jantung dari dinding ampli di belakangmu.", "The heart of the wall behind you."),
                ),
                (
                    "cabinets",
                    t("Kabinet", "Cabinets"),
                    t("Dua atau empat speaker dua belas inci, lurus ke dada.", "Two or four twelves, straight to the chest."),
                ),
                (
                    "bass-amps",
                    t("Ampli bass", "Bass amps"),
                    t("Tenaga bersih untuk nada paling bawah.", "Clean power for the lowest notes."),
                ),
            ],
        ),
        (
            "keyboards",
            t("Keyboard", "Keyboards"),
            t(
                "Synth, piano digital dan controller untuk panggung dan kamar.",
                "Synths, digital pianos and controllers for stage and bedroom.",
            ),
            vec![
                (
                    "synthesizers",
                    t("Synthesizer", "Synthesizers"),
                    t("Putar kenop sampai ketemu suaramu sendiri.", "Turn knobs until you find your own sound."),
                ),
                (
                    "digital-pianos",
                    t("Piano digital", "Digital pianos"),
                    t("Tuts berbobot dengan rasa piano sungguhan.", "Weighted keys with the feel of the real thing."),
                ),
                (
                    "workstations",
                    t("Workstation & arranger", "Workstations & arrangers"),
                    t("Satu band penuh dalam satu keyboard.", "A whole band inside one keyboard."),
                ),
                (
                    "midi-controllers",
                    t("Controller MIDI", "MIDI controllers"),
                    t("Tuts, pad dan kenop untuk studio di laptopmu.", "Keys, pads and knobs for the studio in your laptop."),
                ),
            ],
        ),
        (
            "pro-audio",
            t("Audio profesional", "Pro audio"),
            t(
                "Mikrofon, interface, monitor dan PA untuk rekaman dan panggung.",
                "Microphones, interfaces, monitors and PA for studio and stage.",
            ),
            vec![
                (
                    "microphones",
                    t("Mikrofon", "Microphones"),
                    t("Untuk vokal, ampli, kick dan podcast.", "For vocals, amps, kick drums and podcasts."),
                ),
                (
                    "audio-interfaces",
                    t("Audio interface", "Audio interfaces"),
                    t("Jalan masuk gitarmu ke komputer.", "The way into the computer for your guitar."),
                ),
                ("headphones", t("Headphone", "Headphones"), t("Dengarkan mix apa adanya.", "Hear the mix as it is.")),
                (
                    "studio-monitors",
                    t("Monitor studio", "Studio monitors"),
                    t("Speaker aktif yang jujur untuk meja kerjamu.", "Honest active speakers for your desk."),
                ),
                ("mixers", t("Mixer", "Mixers"), t("Semua kanal dalam satu meja.", "Every channel on one desk.")),
                (
                    "pa-speakers",
                    t("Speaker PA", "PA speakers"),
                    t("Cukup keras untuk kafe, cukup kuat untuk lapangan.", "Loud enough for a café, strong enough for a field."),
                ),
            ],
        ),
        (
            "effects",
            t("Efek", "Effects"),
            t("Kotak-kotak kecil yang mengubah segalanya.", "Small boxes that change everything."),
            vec![
                (
                    "distortion-overdrive",
                    t("Distorsi & overdrive", "Distortion & overdrive"),
                    t("Dari sedikit kotor sampai dinding gergaji.", "From a little dirt to a wall of saws."),
                ),
                (
                    "delay-reverb",
                    t("Delay & reverb", "Delay & reverb"),
                    t("Ruang, gema dan ekor yang panjang.", "Space, echoes and long tails."),
                ),
                (
                    "modulation",
                    t("Modulasi", "Modulation"),
                    t("Phaser dan chorus yang berputar pelan.", "Phasers and choruses that swirl slowly."),
                ),
                (
                    "wah-pitch",
                    t("Wah & pitch", "Wah & pitch"),
                    t("Efek yang dimainkan dengan kaki.", "Effects you play with your foot."),
                ),
                (
                    "tuners-utility",
                    t("Tuner & utilitas", "Tuners & utility"),
                    t("Nada pas dan senyap saat dibutuhkan.", "In tune, and silent when it matters."),
                ),
                (
                    "multi-effects",
                    t("Multi-efek", "Multi-effects"),
                    t("Satu papan penuh dalam satu unit.", "A full board in one unit."),
                ),
            ],
        ),
        (
            "accessories",
            t("Aksesori", "Accessories"),
            t("Yang selalu habis tepat sebelum manggung.", "What always runs out right before the gig."),
            vec![
                (
                    "strings",
                    t("Senar", "Strings"),
                    t("Untuk gitar elektrik, akustik dan bass.", "For electric, acoustic and bass."),
                ),
                (
                    "straps",
                    t("Strap", "Straps"),
                    t("Kulit dan anyaman yang kuat menahan semalaman.", "Leather and webbing that hold all night."),
                ),
                ("cables", t("Kabel", "Cables"), t("Sinyal sampai, tanpa dengung.", "The signal arrives, the hum does not.")),
                (
                    "picks",
                    t("Pick", "Picks"),
                    t("Tipis, tebal, runcing: beli banyak, pasti hilang.", "Thin, thick, pointed: buy many, they vanish."),
                ),
                ("stands", t("Stand", "Stands"), t("Tempat alatmu beristirahat.", "Where your gear rests.")),
                ("cases", t("Tas & case", "Bags & cases"), t("Perlindungan untuk jalan jauh.", "Protection for the long road.")),
            ],
        ),
    ]
}
