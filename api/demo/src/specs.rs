//! Names of specification lines and options, in both languages.

use crate::model::Text;

macro_rules! names {
    ($($name:ident: $id:literal / $en:literal;)*) => {
        $(pub(crate) const $name: Text = Text::new($id, $en);)*
    };
}

names! {
    // Options
    COLOUR: "Warna" / "Finish";
    HAND: "Tangan" / "Handedness";
    GAUGE: "Ukuran senar" / "Gauge";
    THICKNESS: "Ketebalan" / "Thickness";
    DIAMETER: "Diameter" / "Diameter";
    LENGTH: "Panjang" / "Length";
    MODEL: "Model" / "Model";
    IMPEDANCE: "Impedansi" / "Impedance";
    STRING_COUNT: "Jumlah senar" / "Strings";
    FITS: "Untuk" / "Fits";
    // Fretted instruments
    BODY: "Badan" / "Body";
    TOP: "Top" / "Top";
    BACK_SIDES: "Belakang & samping" / "Back & sides";
    NECK: "Leher" / "Neck";
    NECK_JOINT: "Sambungan leher" / "Neck joint";
    FINGERBOARD: "Fingerboard" / "Fingerboard";
    RADIUS: "Radius fingerboard" / "Fingerboard radius";
    FRETS: "Fret" / "Frets";
    SCALE: "Panjang skala" / "Scale length";
    NUT_WIDTH: "Lebar nut" / "Nut width";
    PICKUPS: "Pickup" / "Pickups";
    SWITCH: "Selektor" / "Switching";
    CONTROLS: "Kontrol" / "Controls";
    BRIDGE: "Bridge" / "Bridge";
    TUNERS: "Tuner" / "Tuners";
    HARDWARE: "Hardware" / "Hardware";
    STRINGS: "Senar" / "Strings";
    ELECTRONICS: "Elektronik" / "Electronics";
    CASE_INCLUDED: "Termasuk" / "Included";
    SHAPE: "Bentuk" / "Shape";
    BRACING: "Bracing" / "Bracing";
    // Drums
    SHELL: "Shell" / "Shell";
    SHELLS: "Isi set" / "Configuration";
    HOOPS: "Hoop" / "Hoops";
    LUGS: "Lug" / "Lugs";
    SNARE_WIRES: "Kawat snare" / "Snare wires";
    THROW_OFF: "Throw-off" / "Throw-off";
    SIZE: "Ukuran" / "Size";
    ALLOY: "Paduan" / "Alloy";
    WEIGHT_CLASS: "Ketebalan" / "Weight";
    SURFACE: "Permukaan" / "Surface";
    SOUND: "Karakter" / "Sound";
    DRIVE: "Penggerak" / "Drive";
    TIP: "Ujung stik" / "Tip";
    MATERIAL: "Bahan" / "Material";
    PADS: "Pad" / "Pads";
    MODULE: "Modul" / "Module";
    HEIGHT: "Tinggi" / "Height";
    // Amplifiers
    POWER: "Daya" / "Power";
    CHANNELS: "Kanal" / "Channels";
    TUBES: "Tabung" / "Tubes";
    SPEAKER: "Speaker" / "Speaker";
    EFFECTS: "Efek" / "Effects";
    LOOP: "Effects loop" / "Effects loop";
    OUTPUTS: "Output" / "Outputs";
    INPUTS: "Input" / "Inputs";
    CABINET: "Kabinet" / "Cabinet";
    WEIGHT: "Berat" / "Weight";
    DIMENSIONS: "Dimensi" / "Dimensions";
    // Keyboards
    KEYS: "Tuts" / "Keys";
    POLYPHONY: "Polifoni" / "Polyphony";
    ENGINE: "Mesin suara" / "Sound engine";
    SOUNDS: "Suara" / "Sounds";
    SEQUENCER: "Sequencer" / "Sequencer";
    CONNECTIONS: "Koneksi" / "Connections";
    SOFTWARE: "Perangkat lunak" / "Software";
    SCREEN: "Layar" / "Display";
    BLUETOOTH: "Bluetooth" / "Bluetooth";
    // Sound
    KIND: "Jenis" / "Type";
    PATTERN: "Pola tangkap" / "Polar pattern";
    RESPONSE: "Respons frekuensi" / "Frequency response";
    MAX_SPL: "SPL maksimum" / "Maximum SPL";
    RESOLUTION: "Resolusi" / "Resolution";
    PREAMPS: "Preamp" / "Preamps";
    DRIVER: "Driver" / "Driver";
    WOOFER: "Woofer" / "Woofer";
    TWEETER: "Tweeter" / "Tweeter";
    EQ: "EQ" / "EQ";
    CABLE: "Kabel" / "Cable";
    // Effects
    CIRCUIT: "Rangkaian" / "Circuit";
    BYPASS: "Bypass" / "Bypass";
    SUPPLY: "Catu daya" / "Power supply";
    DELAY_TIME: "Waktu delay" / "Delay time";
    MODES: "Mode" / "Modes";
    PRESETS: "Preset" / "Presets";
    DRAW: "Konsumsi arus" / "Current draw";
    // Accessories
    WINDING: "Lilitan" / "Winding";
    CORE: "Inti" / "Core";
    WIDTH: "Lebar" / "Width";
    ADJUSTABLE: "Panjang setelan" / "Adjustable length";
    CONNECTORS: "Konektor" / "Connectors";
    CONDUCTOR: "Konduktor" / "Conductor";
    SHIELD: "Pelindung" / "Shield";
    QUANTITY: "Isi" / "Quantity";
    LOAD: "Beban maksimum" / "Maximum load";
    PADDING: "Bantalan" / "Padding";
    INTERIOR: "Ukuran dalam" / "Interior";
    POCKETS: "Saku" / "Pockets";
    ORIGIN: "Buatan" / "Made in";
}
