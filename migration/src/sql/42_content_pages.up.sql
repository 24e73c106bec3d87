-- Pages in the shop's own words, as Markdown. Which there are is fixed (`PageSlug` in shared); what they say is not.
-- Nothing ever wrote to the table of this name before.
DROP TABLE content_pages;
CREATE TABLE content_pages (
    slug text CONSTRAINT content_pages_pkey PRIMARY KEY,
    revision integer NOT NULL DEFAULT 1,
    title text NOT NULL CONSTRAINT content_pages_title_check CHECK (title <> ''),
    title_en text NOT NULL CONSTRAINT content_pages_title_en_check CHECK (title_en <> ''),
    body text NOT NULL,
    body_en text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER content_pages_touch BEFORE UPDATE ON content_pages FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

INSERT INTO content_pages (slug, title, title_en, body, body_en) VALUES
('about', 'Tentang kami', 'About us',
$$Hurtrock Music Store adalah toko alat musik di Bandung untuk kamu yang main keras: gitar, bass, drum, ampli, keyboard, dan efek untuk rock dan metal.

## Kenapa di sini

- **Semua dicoba dulu.** Setiap gitar dan bass kami setel dan bunyikan sebelum dikirim.
- **Kami juga main.** Tanya soal nada, senar, atau ampli, dan yang menjawab adalah orang yang memakainya.
- **Harga apa adanya.** Yang tertulis di halaman produk adalah yang kamu bayar, ditambah ongkos kirim yang terlihat sebelum kamu memesan.

Mampir dan bunyikan. Alamat dan jam bukanya ada di [halaman kontak](/pages/contact).$$,
$$Hurtrock Music Store is a music shop in Bandung for people who play loud: guitars, basses, drums, amps, keyboards and effects for rock and metal.

## Why here

- **Everything is played first.** We set up and try every guitar and bass before it ships.
- **We play, too.** Ask about tone, strings or amps, and the answer comes from somebody who uses them.
- **Plain prices.** What the product page says is what you pay, plus shipping, which you see before you order.

Come in and plug in. Address and opening hours are on the [contact page](/pages/contact).$$),

('contact', 'Kontak', 'Contact',
$$Cara tercepat adalah WhatsApp. Tulis nomor pesananmu kalau soal pesanan, supaya kami langsung menemukannya.

Mau mencoba alat sebelum membeli? Datang saja pada jam buka. Untuk barang yang harus disiapkan dulu, kabari kami sehari sebelumnya.$$,
$$WhatsApp is the quickest way. If it is about an order, write its number, and we find it at once.

Want to try something before you buy it? Just come in while we are open. For gear that has to be set up first, tell us a day ahead.$$),

('faq', 'Pertanyaan yang sering muncul', 'Frequently asked questions',
$$## Apakah barangnya asli dan baru?

Ya. Semua barang baru dan resmi, kecuali halaman produknya mengatakan lain.

## Bagaimana cara membayar?

Lewat kartu, transfer ke virtual account, dompet digital, atau gerai, tergantung yang ditawarkan saat pembayaran. Pesanan yang belum dibayar batal sendiri setelah batas waktunya, dan stoknya dijual lagi.

## Kapan pesanan dikirim?

Setelah pembayaran masuk, pada hari buka berikutnya. Nomor resinya kami kirim lewat email dan ada di [halaman pesananmu](/orders).

## Bisakah pesanan dibatalkan?

Selama belum dibayar, bisa langsung dari halaman pesanan. Setelah dibayar, hubungi kami sebelum barangnya dikirim.

## Barangnya rusak atau keliru?

Foto kemasan dan barangnya, lalu hubungi kami. Caranya ada di [pengiriman dan pengembalian](/pages/shipping-returns).$$,
$$## Is the gear genuine and new?

Yes. Everything is new and from official sources unless its page says otherwise.

## How can I pay?

By card, transfer to a virtual account, e-wallet or at a counter, whichever the checkout offers. An order that is not paid in time cancels itself, and its stock goes back on sale.

## When will my order ship?

Once it is paid, on the next day we are open. The tracking number comes by email and is on [your order's page](/orders).

## Can I cancel?

As long as it is unpaid, right on the order's page. Once it is paid, reach us before it ships.

## Something is broken or wrong?

Take pictures of the parcel and of what is in it, and reach us. How it goes on is under [shipping and returns](/pages/shipping-returns).$$),

('shipping-returns', 'Pengiriman dan pengembalian', 'Shipping and returns',
$$## Pengiriman

Kami mengirim ke seluruh Indonesia. Ongkosnya dihitung dari berat atau ukuran paket dan jarak, dan terlihat sebelum kamu memesan. Alat besar dan pecah dikemas dengan peti atau busa tambahan.

Periksa kemasan saat diterima. Kalau penyok atau terbuka, foto dulu sebelum menandatangani.

## Pengembalian

- Barang yang **rusak, keliru, atau tidak sesuai halaman produknya** bisa dikembalikan dalam 7 hari setelah diterima. Ongkos kirimnya kami tanggung.
- Barang yang **tidak cocok** bisa ditukar dalam 3 hari, asalkan belum dipakai, lengkap, dan dengan kemasan aslinya. Ongkos kirimnya kamu tanggung.
- Senar, stik, reed, dan barang lain yang sekali pakai tidak bisa dikembalikan kalau kemasannya sudah dibuka.

## Pengembalian dana

Setelah barang kami terima dan periksa, dana kembali lewat cara kamu membayar. Kalau cara itu tidak bisa mengembalikan, kami transfer ke rekeningmu.$$,
$$## Shipping

We ship all over Indonesia. The price follows the parcel's weight or size and the distance, and you see it before you order. Large and fragile gear travels in a crate or extra foam.

Look at the parcel when it arrives. If it is dented or open, take pictures before you sign.

## Returns

- What is **broken, wrong or not as its page says** can come back within 7 days of arrival. We pay the shipping.
- What **does not suit you** can be exchanged within 3 days if it is unused, complete and in its own packaging. You pay the shipping.
- Strings, sticks, reeds and other consumables cannot come back once opened.

## Refunds

Once we have received and checked it, the money goes back the way you paid. Where that way cannot take money back, we transfer it to your account.$$),

('privacy', 'Privasi', 'Privacy',
$$Kami hanya menyimpan yang dibutuhkan untuk melayanimu, dan tidak menjual data siapa pun.

## Yang kami simpan

- **Akun:** nama, email, nomor telepon, dan alamat yang kamu simpan.
- **Pesanan:** isi, alamat kirim, dan status pembayarannya. Nomor kartu tidak pernah sampai ke kami; itu urusan penyedia pembayaran.
- **Ulasan dan chat:** yang kamu tulis, dan foto yang kamu kirim.
- **Perangkat:** browser dan alamat internet tempat akunmu masuk, supaya kamu bisa mengeluarkannya.
- **Keranjang dan bahasa:** isi keranjang ada pada kami; kuncinya, dan bahasa yang kamu pilih, di browsermu sendiri.
- **Kunjungan:** dihitung per hari tanpa cookie dan tanpa menyimpan alamat internetmu.

## Yang kami bagikan

Nama, telepon, dan alamat kirim kepada kurir; jumlah dan nomor pesanan kepada penyedia pembayaran. Tidak lebih.

## Hakmu

Kamu bisa melihat dan mengubah datamu di [halaman akun](/account), dan mengunduhnya atau menghapus akunmu di [halaman data](/account/data). Pesanan dan ulasan yang sudah tampil tetap ada, tanpa namamu. Ada pertanyaan? [Hubungi kami](/pages/contact).$$,
$$We keep only what it takes to serve you, and sell nobody's data.

## What we keep

- **Account:** name, email, phone number and the addresses you save.
- **Orders:** what was ordered, where it went and how its payment stands. Card numbers never reach us; they stay with the payment provider.
- **Reviews and chat:** what you write, and the pictures you send.
- **Devices:** browser and internet address where your account is signed in, so that you can sign them out.
- **Cart and language:** what is in your cart is with us; its key, and the language you chose, are in your own browser.
- **Visits:** counted by the day, without cookies and without keeping your internet address.

## What we share

Name, phone and shipping address with the courier; amount and order number with the payment provider. Nothing else.

## Your rights

You can see and change your data on [your account page](/account), and download it or delete your account on [the data page](/account/data). Orders and reviews that were shown stay, without your name. Questions? [Reach us](/pages/contact).$$),

('terms', 'Syarat penjualan', 'Terms of sale',
$$## Pesanan

Harga di toko adalah dalam rupiah. Pesanan mengikat setelah dibayar. Sampai batas waktu pembayaran, stoknya kami simpan untukmu.

## Harga dan stok

Kami berusaha agar harga dan stok selalu benar. Kalau ada yang keliru setelah kamu membayar, kami hubungi kamu dan kembalikan seluruh uangnya bila kamu mau.

## Pengiriman dan pengembalian

Berlaku [pengiriman dan pengembalian](/pages/shipping-returns).

## Garansi

Garansi pabrik berlaku sesuai merek. Simpan invoicemu; itu bukti pembeliannya.

## Hukum

Berlaku hukum Indonesia. Kalau ada masalah, bicaralah dulu dengan kami: biasanya itu sudah cukup.$$,
$$## Orders

Prices are in rupiah. An order binds once it is paid. Until its payment is due, we keep the stock for you.

## Prices and stock

We take care that prices and stock are right. If something turns out wrong after you paid, we reach you and return all of your money if you wish.

## Shipping and returns

See [shipping and returns](/pages/shipping-returns).

## Warranty

The maker's warranty holds as the brand grants it. Keep your invoice: it is the proof of purchase.

## Law

The law of Indonesia applies. If there is trouble, talk to us first: that is usually enough.$$);
