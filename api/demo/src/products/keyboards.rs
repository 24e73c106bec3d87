//! Synthesizers, pianos, arrangers and controllers.

use super::{PLAIN, solid};
use crate::draft::Draft;
use crate::look::{KeyBed, Keys, KeysKind, Look};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::SENTRA;

const SYNTHS: &str = "synthesizers";
const PIANOS: &str = "digital-pianos";
const STATIONS: &str = "workstations";
const CONTROLLERS: &str = "midi-controllers";

const BASE: Keys = Keys {
    kind: KeysKind::Synth,
    size: (500.0, 300.0, 85.0),
    keys: 37,
    first_note: 48,
    bed: KeyBed::Slim,
    color: 0x222224,
    panel: 0x2A2B2E,
    accent: 0xE8E4DA,
    knobs: 24,
    faders: 0,
    pads: (0, 0),
    screen: Some((28.0, 16.0)),
    buttons: 16,
    cheeks: None,
    wheels: false,
};

const PIANO: Keys = Keys {
    kind: KeysKind::Piano,
    size: (1_300.0, 284.0, 151.0),
    keys: 88,
    first_note: 21,
    bed: KeyBed::Full,
    color: 0x1B1B1C,
    panel: 0x202021,
    accent: 0xD8D4CA,
    knobs: 1,
    buttons: 8,
    screen: None,
    ..BASE
};

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(
            SYNTHS,
            "Korg",
            "minilogue xd",
            "KRG-MLXD",
            Look::Keys(Keys { cheeks: Some(0x5A331F), panel: 0x1E1F22, color: 0x242528, ..BASE }),
        )
        .said(
            "Empat suara analog, satu mesin digital yang bisa kamu isi sendiri, dan layar osiloskop kecil yang menari. Semua fungsi punya kenop, jadi tersesat pun menyenangkan. Joystick-nya mengundang jari.",
            "Four analogue voices, one digital engine you can load yourself and a little oscilloscope that dances. Every function has its knob, so getting lost is fun. The joystick invites the finger.",
        )
        .specs(&[
            (KEYS, "37 slim"),
            (POLYPHONY, "4"),
            (ENGINE, "Analog + multi engine digital|Analogue + digital multi engine"),
            (SEQUENCER, "16 step"),
            (EFFECTS, "Modulasi, reverb, delay|Modulation, reverb, delay"),
            (CONNECTIONS, "USB, MIDI, sync, 2 × CV in"),
        ])
        .from(SENTRA, 21)
        .price(10_900_000)
        .packed(4_300, [60, 38, 14])
        .popularity(12)
        .featured()
        .stock(3, PLAIN),
        Draft::new(
            SYNTHS,
            "Yamaha",
            "reface CS",
            "YAM-REFCS",
            Look::Keys(Keys {
                size: (530.0, 175.0, 60.0),
                bed: KeyBed::Mini,
                color: 0xECEAE4,
                panel: 0xE4E1D9,
                accent: 0x3A3A3C,
                knobs: 0,
                faders: 18,
                buttons: 3,
                screen: None,
                ..BASE
            }),
        )
        .said(
            "Delapan suara, semua slider, nol menu. Kecil, bertenaga baterai, dengan speaker sendiri: synth yang ikut ke teras. Mini keys-nya enak dipakai sungguhan.",
            "Eight voices, all sliders, zero menus. Small, battery-powered and with its own speakers: a synth that comes along to the veranda. The mini keys are properly playable.",
        )
        .specs(&[
            (KEYS, "37 mini"),
            (POLYPHONY, "8"),
            (ENGINE, "Analog physical modelling"),
            (EFFECTS, "Distortion, chorus/flanger, phaser, delay"),
            (SUPPLY, "6 × AA / adaptor|6 × AA / adapter"),
        ])
        .from(SENTRA, 22)
        .price(6_450_000)
        .packed(2_700, [60, 25, 12])
        .popularity(8)
        .stock(4, PLAIN),
        Draft::new(
            SYNTHS,
            "Roland",
            "JUNO-D6",
            "ROL-JUNOD6",
            Look::Keys(Keys {
                size: (1_008.0, 300.0, 97.0),
                keys: 61,
                first_note: 36,
                bed: KeyBed::Full,
                color: 0x1C1C1E,
                panel: 0x202124,
                accent: 0xD84A3A,
                knobs: 6,
                faders: 6,
                pads: (2, 4),
                screen: Some((80.0, 44.0)),
                buttons: 36,
                wheels: true,
                ..BASE
            }),
        )
        .said(
            "Ribuan suara siap panggung dalam papan yang masih ringan dipanggul. Pad-nya memicu sampel, split dan layer-nya cepat, dan bisa jalan dengan baterai. Teman setia band wedding sampai band prog.",
            "Thousands of stage-ready sounds in a board still light on the shoulder. The pads fire samples, splits and layers are quick, and it runs on batteries. A faithful friend from wedding band to prog band.",
        )
        .specs(&[
            (KEYS, "61"),
            (SOUNDS, "3.800+|3,800+"),
            (ENGINE, "ZEN-Core"),
            (POLYPHONY, "128"),
            (CONNECTIONS, "USB-C audio/MIDI, mic in"),
            (WEIGHT, "5,3 kg|5.3 kg"),
        ])
        .from(SENTRA, 21)
        .price(13_900_000)
        .packed(8_000, [112, 40, 16])
        .popularity(12)
        .tags(&["stage"])
        .listed(29)
        .stock(3, PLAIN),
        Draft::new(PIANOS, "Roland", "FP-30X", "ROL-FP30X", Look::Keys(PIANO))
            .said(
                "Tuts PHA-4 dengan permukaan gading dan mesin SuperNATURAL yang bernyanyi sampai habis. Speaker 22 watt cukup untuk ruang keluarga, Bluetooth menyambung ke aplikasi belajar. Piano yang tumbuh bersama pemainnya.",
                "PHA-4 keys with an ivory feel and a SuperNATURAL engine that sings to the end of the note. Its 22 watts fill a living room, and Bluetooth connects to learning apps. A piano that grows with its player.",
            )
            .specs(&[
                (KEYS, "88, PHA-4 Standard"),
                (POLYPHONY, "256"),
                (SOUNDS, "56"),
                (POWER, "2 × 11 W"),
                (BLUETOOTH, "Audio & MIDI"),
                (WEIGHT, "14,8 kg|14.8 kg"),
            ])
            .from(SENTRA, 20)
            .price(12_250_000)
            .packed(19_500, [142, 38, 26])
            .popularity(18)
            .featured()
            .tags(&["bestseller"])
            .options(&[COLOUR])
            .variant("BK", &["Hitam|Black"], 4, solid(0x1B1B1C))
            .variant("WH", &["Putih|White"], 2, solid(0xEEECE6))
            .done(),
        Draft::new(
            PIANOS,
            "Yamaha",
            "P-145",
            "YAM-P145",
            Look::Keys(Keys { size: (1_326.0, 268.0, 129.0), buttons: 3, ..PIANO }),
        )
        .said(
            "Rampingkan piano sampai tinggal yang penting: tuts berbobot GHC, sampel grand CFIIIS, satu tombol. Muat di kamar, tidak memakan dompet.",
            "A piano reduced to what matters: weighted GHC keys, a CFIIIS grand sample and one button. It fits the bedroom and spares the wallet.",
        )
        .specs(&[
            (KEYS, "88, GHC"),
            (POLYPHONY, "64"),
            (SOUNDS, "10"),
            (POWER, "2 × 7 W"),
            (WEIGHT, "11,1 kg|11.1 kg"),
        ])
        .from(SENTRA, 20)
        .price(7_650_000)
        .packed(15_500, [144, 36, 24])
        .popularity(26)
        .tags(&["beginner"])
        .stock(6, PLAIN),
        Draft::new(
            PIANOS,
            "Casio",
            "PX-S1100",
            "CAS-PXS1100",
            Look::Keys(Keys {
                size: (1_322.0, 232.0, 102.0),
                color: 0x161617,
                panel: 0x101011,
                buttons: 0,
                ..PIANO
            }),
        )
        .said(
            "Salah satu piano 88 tuts paling tipis di dunia. Panel sentuhnya menghilang saat mati, jadi tinggal sebuah garis hitam yang anggun. Bisa pakai baterai, bisa ikut ke taman.",
            "One of the slimmest 88-key pianos in the world. The touch panel disappears when off and leaves an elegant black line. It runs on batteries, so it can come to the park.",
        )
        .specs(&[
            (KEYS, "88, Smart Scaled Hammer"),
            (POLYPHONY, "192"),
            (SOUNDS, "18"),
            (POWER, "2 × 8 W"),
            (SUPPLY, "Adaptor / 6 × AA|Adapter / 6 × AA"),
            (WEIGHT, "11,2 kg|11.2 kg"),
        ])
        .from(SENTRA, 21)
        .price(10_150_000)
        .packed(15_000, [142, 34, 22])
        .popularity(10)
        .options(&[COLOUR])
        .variant("BK", &["Hitam|Black"], 3, solid(0x141415))
        .variant("RD", &["Merah|Red"], 1, solid(0x8E121A))
        .done(),
        Draft::new(
            STATIONS,
            "Yamaha",
            "PSR-SX720",
            "YAM-PSRSX720",
            Look::Keys(Keys {
                kind: KeysKind::Arranger,
                size: (1_017.0, 431.0, 139.0),
                keys: 61,
                first_note: 36,
                bed: KeyBed::Full,
                color: 0x2A2B2D,
                panel: 0x1E1F21,
                accent: 0xD9DCDE,
                knobs: 2,
                buttons: 60,
                screen: Some((154.0, 86.0)),
                wheels: true,
                ..BASE
            }),
        )
        .said(
            "Satu orang, satu band, satu malam penuh permintaan lagu. Style-nya berlimpah termasuk irama Nusantara lewat Expansion Pack, layar sentuh tujuh inci mudah dibaca di panggung gelap. Raja hajatan.",
            "One person, one band, one long evening of requests. Plenty of styles, Indonesian rhythms among them by expansion pack, and a seven-inch touch screen that reads well on a dark stage. King of weddings.",
        )
        .specs(&[
            (KEYS, "61, FSB"),
            (POLYPHONY, "128"),
            (SOUNDS, "1.377 voice, 400+ style|1,377 voices, 400+ styles"),
            (SCREEN, "7\" sentuh|7\" touch"),
            (POWER, "2 × 15 W"),
            (CONNECTIONS, "USB, mic/gitar in|USB, mic/guitar in"),
        ])
        .from(SENTRA, 20)
        .price(19_400_000)
        .packed(15_500, [114, 53, 26])
        .popularity(9)
        .listed(55)
        .stock(2, PLAIN),
        Draft::new(
            STATIONS,
            "Korg",
            "Kross 2-61",
            "KRG-KROSS2",
            Look::Keys(Keys {
                kind: KeysKind::Controller,
                size: (935.0, 269.0, 88.0),
                keys: 61,
                first_note: 36,
                bed: KeyBed::Full,
                color: 0x1E1F22,
                panel: 0x26272B,
                accent: 0xC93A3A,
                knobs: 4,
                pads: (1, 16),
                screen: Some((60.0, 32.0)),
                buttons: 24,
                wheels: true,
                ..BASE
            }),
        )
        .said(
            "Workstation seberat empat kilogram dengan sequencer 16 track dan sampler. Buat lagu di kereta, mainkan malamnya. Warna dan suaranya sama-sama cerah.",
            "A four-kilogram workstation with a 16-track sequencer and a sampler. Write the song on the train and play it the same night. Its looks and its sounds are equally bright.",
        )
        .specs(&[
            (KEYS, "61"),
            (POLYPHONY, "120"),
            (SOUNDS, "1.075+|1,075+"),
            (SEQUENCER, "16 track MIDI, recorder audio|16-track MIDI, audio recorder"),
            (SUPPLY, "Adaptor / 6 × AA|Adapter / 6 × AA"),
            (WEIGHT, "3,8 kg|3.8 kg"),
        ])
        .from(SENTRA, 22)
        .price(10_400_000)
        .was(11_200_000)
        .packed(6_200, [104, 36, 16])
        .popularity(7)
        .stock(2, PLAIN),
        Draft::new(
            CONTROLLERS,
            "Akai",
            "MPK Mini MK3",
            "AKA-MPKM3",
            Look::Keys(Keys {
                kind: KeysKind::Controller,
                size: (318.0, 181.0, 44.0),
                keys: 25,
                bed: KeyBed::Mini,
                color: 0x1C1C1D,
                panel: 0x222224,
                accent: 0xD01F26,
                knobs: 8,
                pads: (2, 4),
                screen: Some((24.0, 12.0)),
                buttons: 8,
                ..BASE
            }),
        )
        .said(
            "Studio seukuran ransel: 25 tuts mini, delapan pad MPC asli, delapan kenop. Arpeggiator-nya membuat ide datang sendiri. Controller yang paling sering jadi awal segalanya.",
            "A studio the size of a rucksack: 25 mini keys, eight true MPC pads, eight knobs. The arpeggiator makes ideas come by themselves. The controller with which things most often begin.",
        )
        .specs(&[
            (KEYS, "25 mini"),
            (PADS, "8 MPC, RGB"),
            (CONTROLS, "8 kenop 360°, joystick|8 endless knobs, joystick"),
            (SOFTWARE, "MPC Beats"),
            (CONNECTIONS, "USB-B, sustain"),
        ])
        .from(SENTRA, 24)
        .price(1_950_000)
        .packed(1_100, [37, 24, 8])
        .popularity(60)
        .tags(&["bestseller", "studio", "beginner"])
        .options(&[COLOUR])
        .variant("BK", &["Hitam|Black"], 12, solid(0x1C1C1D))
        .variant("WH", &["Putih|White"], 5, solid(0xECEBE7))
        .variant("RD", &["Merah|Red"], 3, solid(0xB81D22))
        .done(),
        Draft::new(
            CONTROLLERS,
            "Arturia",
            "KeyLab Essential 61 mk3",
            "ART-KLE61",
            Look::Keys(Keys {
                kind: KeysKind::Controller,
                size: (890.0, 250.0, 70.0),
                keys: 61,
                first_note: 36,
                bed: KeyBed::Full,
                color: 0xEEEDE8,
                panel: 0xE8E6E0,
                accent: 0x343436,
                knobs: 9,
                faders: 9,
                pads: (2, 4),
                screen: Some((62.0, 36.0)),
                buttons: 20,
                wheels: true,
                ..BASE
            }),
        )
        .said(
            "Putih bersih dan langsung mengerti DAW-mu. Fader, kenop dan pad terpetakan otomatis ke ribuan suara Analog Lab yang ikut di dalam paket. Meja kerja rapi, kepala ikut rapi.",
            "Clean white, and it understands your DAW at once. Faders, knobs and pads map themselves to the thousands of Analog Lab sounds in the bundle. Tidy desk, tidy mind.",
        )
        .specs(&[
            (KEYS, "61 synth-action"),
            (PADS, "8 RGB"),
            (CONTROLS, "9 fader, 9 encoder|9 faders, 9 encoders"),
            (SOFTWARE, "Analog Lab V, Ableton Live Lite"),
            (CONNECTIONS, "USB-C, MIDI out"),
        ])
        .from(SENTRA, 23)
        .price(4_850_000)
        .packed(4_600, [98, 32, 12])
        .popularity(20)
        .tags(&["studio"])
        .stock(5, PLAIN),
    ]
}
