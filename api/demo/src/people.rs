//! Buyers of the demo shop. Invented people at real regions.

/// Someone who bought before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: &'static str,
    /// Unique, under a domain reserved for examples.
    pub email: &'static str,
    /// E.164.
    pub phone: &'static str,
    /// Street and number.
    pub street: &'static str,
    /// Kemendagri regency code (`32.73`); the province is its first two digits.
    pub regency: &'static str,
    /// Kemendagri district code (`32.73.02`).
    pub district: &'static str,
    /// Five digits.
    pub postal_code: &'static str,
}

impl Person {
    /// Kemendagri province code, two digits.
    pub fn province(&self) -> &'static str {
        self.regency.get(..2).unwrap_or(self.regency)
    }
}

/// All buyers, those nearest to the shop first.
pub fn people() -> &'static [Person] {
    PEOPLE
}

const fn p(
    name: &'static str,
    email: &'static str,
    phone: &'static str,
    street: &'static str,
    regency: &'static str,
    district: &'static str,
    postal_code: &'static str,
) -> Person {
    Person { name, email, phone, street, regency, district, postal_code }
}

#[rustfmt::skip]
const PEOPLE: &[Person] = &[
    p("Rizky Ramadhan", "rizkyram81@example.org", "+6281268046853", "Jl Ir H Juanda No 214, RT 03/05", "32.73", "32.73.02", "40132"),
    p("Dewi Lestari", "dewi.lestari@example.com", "+6285387395804", "Jl Buah Batu No 88", "32.73", "32.73.13", "40261"),
    p("Fajar Nugraha", "fajar.nugraha@example.com", "+6289516744755", "Jl Gegerkalong Hilir No 47", "32.73", "32.73.01", "40154"),
    p("Intan Permatasari", "intanper84@example.com", "+6281336093706", "Jl Terusan Jakarta No 152, Blok B2", "32.73", "32.73.20", "40291"),
    p("Gilang Pratama", "gilang.pratama@example.org", "+6285755442657", "Jl Cikutra Barat No 31", "32.73", "32.73.18", "40123"),
    p("Nadia Putri Utami", "nadia.utami@example.com", "+6289674791608", "Jl Margacinta No 63, RT 07/02", "32.73", "32.73.22", "40286"),
    p("Yoga Saputra", "yogasap87@example.com", "+6282194140559", "Jl Kebon Kangkung III No 12", "32.73", "32.73.16", "40281"),
    p("Salsabila Azzahra", "salsabila.azzahra@example.com", "+6285823489510", "Jl Gandawijaya No 76", "32.77", "32.77.02", "40525"),
    p("Asep Kurniawan", "asep.kurniawan@example.org", "+6281142838461", "Jl Raya Tangkuban Parahu No 9", "32.17", "32.17.01", "40391"),
    p("Ujang Hidayat", "ujanghid90@example.com", "+6282262187412", "Kp Cipicung RT 02/11", "32.04", "32.04.32", "40375"),
    p("Rina Marlina", "rina.marlina@example.com", "+6287781536363", "Jl Otista No 205", "32.05", "32.05.05", "44151"),
    p("Deni Firmansyah", "deni.firmansyah@example.com", "+6283810885314", "Jl Siliwangi No 40", "32.78", "32.78.03", "46115"),
    p("Bayu Wicaksono", "bayuwic93@example.org", "+6285230234265", "Jl Tebet Barat Dalam VIII No 22", "31.74", "31.74.01", "12810"),
    p("Clarissa Wijaya", "clarissa.wijaya@example.com", "+6287849583216", "Jl Panglima Polim V No 14", "31.74", "31.74.07", "12160"),
    p("Arif Budiman", "arif.budiman@example.com", "+6281268932167", "Jl Ragunan Raya No 19, RT 04/06", "31.74", "31.74.04", "12510"),
    p("Kevin Tanoto", "kevintan96@example.com", "+6285388281118", "Jl Boulevard Raya Blok QJ1 No 5", "31.72", "31.72.06", "14240"),
    p("Michelle Angelina", "michelle.angelina@example.org", "+6289517630069", "Jl Panjang No 68, Arteri Kelapa Dua", "31.73", "31.73.05", "11530"),
    p("Hendri Setiawan", "hendri.setiawan@example.com", "+6281336979020", "Perum Citra 2 Blok F8 No 3", "31.73", "31.73.01", "11730"),
    p("Siti Rahmawati", "sitirah81@example.com", "+6285756327971", "Jl Pahlawan Revolusi No 51", "31.75", "31.75.07", "13440"),
    p("Bagas Adiputra", "bagas.adiputra@example.com", "+6289675676922", "Jl Raya Penggilingan No 27", "31.75", "31.75.06", "13910"),
    p("Laras Kusumawardani", "laras.kusumawardani@example.org", "+6282195025873", "Jl Cikini Raya No 58", "31.71", "31.71.06", "10310"),
    p("Rendy Maulana", "rendymau84@example.com", "+6285824374824", "Jl Pekayon Raya No 11A", "32.75", "32.75.04", "17141"),
    p("Anisa Fitriani", "anisa.fitriani@example.com", "+6281143723775", "Perum Kemang Pratama Blok AE 6", "32.75", "32.75.05", "17115"),
    p("Galih Purnomo", "galih.purnomo@example.com", "+6282263072726", "Jl Margonda Raya No 392", "32.76", "32.76.06", "16421"),
    p("Tiara Maharani", "tiaramah87@example.org", "+6287782421677", "Jl Proklamasi Blok C No 17", "32.76", "32.76.05", "16412"),
    p("Irfan Hakim", "irfan.hakim@example.com", "+6283811770628", "Jl Suryakencana No 128", "32.71", "32.71.03", "16121"),
    p("Jonathan Siregar", "jonathan.siregar@example.com", "+6285231119579", "BSD Sektor XII Blok K4 No 8", "36.74", "36.74.01", "15310"),
    p("Ayu Wulandari", "ayuwul90@example.com", "+6287850468530", "Jl WR Supratman No 33", "36.74", "36.74.05", "15412"),
    p("Dimas Anggara", "dimas.anggara@example.org", "+6281269817481", "Jl Imam Bonjol No 45", "36.71", "36.71.07", "15115"),
    p("Wahyu Hidayatullah", "wahyu.hidayatullah@example.com", "+6285389166432", "Jl Raya Petir Km 3", "36.73", "36.73.05", "42121"),
    p("Teguh Santoso", "teguhsan93@example.com", "+6289518515383", "Jl Tuparev No 90", "32.15", "32.15.01", "41311"),
    p("Putri Ayuningtyas", "putri.ayuningtyas@example.com", "+6281337864334", "Jl Prof Sudarto No 21", "33.74", "33.74.10", "50275"),
    p("Eko Prasetyo", "eko.prasetyo@example.org", "+6285757213285", "Jl Durian Raya No 5", "33.74", "33.74.11", "50264"),
    p("Satria Nugroho", "satrianug96@example.com", "+6289676562236", "Jl Dr Rajiman No 512", "33.72", "33.72.01", "57148"),
    p("Kartika Sari", "kartika.sari@example.com", "+6282195911187", "Jl Adi Sucipto No 73", "33.72", "33.72.05", "57139"),
    p("Bima Aryasatya", "bima.aryasatya@example.com", "+6285825260138", "Jl Affandi Gg Kuwera No 14", "34.04", "34.04.07", "55281"),
    p("Maria Gabriella", "mariagab81@example.org", "+6281144609089", "Jl Kaliurang Km 9, Perum Griya Indah C7", "34.04", "34.04.12", "55581"),
    p("Ignatius Damar", "ignatius.damar@example.com", "+6282263958040", "Jl Dr Sutomo No 26", "34.71", "34.71.03", "55221"),
    p("Fitri Handayani", "fitri.handayani@example.com", "+6287783306991", "Jl Bibis Raya No 8", "34.02", "34.02.16", "55181"),
    p("Slamet Riyadi", "slametriy84@example.com", "+6283812655942", "Jl Dr Angka No 60", "33.02", "33.02.27", "53121"),
    p("Nur Kholis", "nur.kholis@example.org", "+6285232004893", "Jl Sunan Kudus No 101", "33.19", "33.19.02", "59313"),
    p("Reza Alfarizi", "reza.alfarizi@example.com", "+6287851353844", "Jl Nias No 37", "35.78", "35.78.08", "60281"),
    p("Stephanie Gunadi", "stephaniegun87@example.com", "+6281270702795", "Pakuwon City Blok H2 No 19", "35.78", "35.78.26", "60115"),
    p("Dwi Cahyono", "dwi.cahyono@example.com", "+6285390051746", "Jl Rungkut Asri Timur No 4", "35.78", "35.78.03", "60293"),
    p("Novi Andriani", "novi.andriani@example.org", "+6289519400697", "Perum Delta Sari Indah Blok AN 12", "35.15", "35.15.18", "61256"),
    p("Angga Kurnia", "anggakur90@example.com", "+6281338749648", "Jl Soekarno Hatta No 9", "35.73", "35.73.05", "65141"),
    p("Vina Oktaviani", "vina.oktaviani@example.com", "+6285758098599", "Jl Ijen No 83", "35.73", "35.73.02", "65111"),
    p("Taufik Rahman", "taufik.rahman@example.com", "+6289677447550", "Jl Kalimantan No 55", "35.09", "35.09.21", "68121"),
    p("I Made Arya Wibawa", "iwib93@example.org", "+6282196796501", "Jl Danau Tamblingan No 71", "51.71", "51.71.01", "80224"),
    p("Ni Luh Ayu Pradnya", "ni.pradnya@example.com", "+6285826145452", "Jl Monkey Forest No 18", "51.04", "51.04.05", "80571"),
    p("Komang Adi Putra", "komang.putra@example.com", "+6281145494403", "Jl Batu Bolong No 93", "51.03", "51.03.06", "80361"),
    p("Lalu Muhammad Zaki", "laluzak96@example.com", "+6282264843354", "Jl Pejanggik No 24", "52.71", "52.71.05", "83125"),
    p("Togar Simanjuntak", "togar.simanjuntak@example.org", "+6287784192305", "Jl Dr Mansyur No 116", "12.71", "12.71.17", "20153"),
    p("Ruth Nainggolan", "ruth.nainggolan@example.com", "+6283813541256", "Jl Setia Budi No 209", "12.71", "12.71.02", "20122"),
    p("Rahmat Hidayat", "rahmathid81@example.com", "+6285232890207", "Jl Veteran No 38", "13.71", "13.71.03", "25117"),
    p("Ilham Syahputra", "ilham.syahputra@example.com", "+6287852239158", "Jl Arifin Ahmad No 77", "14.71", "14.71.09", "28125"),
    p("Cindy Chandra", "cindy.chandra@example.org", "+6281271588109", "Perum Orchid Park Blok D No 31", "21.71", "21.71.10", "29464"),
    p("Yudi Saputra", "yudisap84@example.com", "+6285390937060", "Jl POM IX No 6", "16.71", "16.71.04", "30137"),
    p("Muhammad Iqbal", "muhammad.iqbal@example.com", "+6289520286011", "Jl Teuku Daud Beureueh No 43", "11.71", "11.71.02", "23121"),
    p("Desi Ratnasari", "desi.ratnasari@example.com", "+6281339634962", "Jl Teuku Umar No 66", "18.71", "18.71.01", "35141"),
    p("Andreas Tan", "andreastan87@example.org", "+6285758983913", "Jl Gajah Mada No 152", "61.71", "61.71.01", "78121"),
    p("Noor Aisyah", "noor.aisyah@example.com", "+6289678332864", "Jl Pangeran Antasari No 20", "63.71", "63.71.05", "70111"),
    p("Rudi Hartawan", "rudi.hartawan@example.com", "+6282197681815", "Jl MT Haryono No 88", "64.71", "64.71.05", "76114"),
    p("Sheila Anindita", "sheilaani90@example.com", "+6285827030766", "Jl Juanda No 49", "64.72", "64.72.03", "75123"),
    p("Andi Baso Mappanyukki", "andi.mappanyukki@example.org", "+6281146379717", "Jl Boulevard Raya No 12", "73.71", "73.71.09", "90231"),
    p("Nurul Fadhilah", "nurul.fadhilah@example.com", "+6282265728668", "Jl Sultan Alauddin No 174", "73.71", "73.71.13", "90222"),
    p("Christian Lumintang", "christianlum93@example.com", "+6287785077619", "Jl Raya Trans Sulawesi No 35", "71.71", "71.71.09", "95162"),
    p("La Ode Syafruddin", "la.syafruddin@example.com", "+6283814426570", "Jl MT Haryono No 59", "74.71", "74.71.08", "93117"),
    p("Yohanes Nuban", "yohanes.nuban@example.org", "+6285233775521", "Jl El Tari No 15", "53.71", "53.71.04", "85111"),
    p("Glenn Pattiasina", "glennpat96@example.com", "+6287853124472", "Jl Diponegoro No 28", "81.71", "81.71.02", "97124"),
    p("Yosepina Wonda", "yosepina.wonda@example.com", "+6281272473423", "Jl Raya Sentani No 101", "91.71", "91.71.03", "99351"),
    p("Frans Kambu", "frans.kambu@example.com", "+6285391822374", "Jl Ahmad Yani No 7", "96.71", "96.71.06", "98414"),
];
