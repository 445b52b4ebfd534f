"""Sources that came with the revolving fund, payment orders and meetings; each city checks them too."""

from importlib import import_module

from django.db import migrations

MEASURES = import_module("lontar.city.privacy.migrations.0006_seeds").MEASURES
SOURCES = (
    ("loans", "Dana bergulir kelurahan (PEM)", "Memutuskan, mencairkan dan menagih pinjaman usaha, dan mengetahui siapa sudah meminjam.", "contract", "UU 27/2022 ps. 20 (2) b: perjanjian dengan peminjam [K].", "peminjam, anggota kelompok dan penjamin", "permohonan, usaha, pinjaman, angsuran, tunggakan, berita acara", True, "perencana dan pengurus dana kelurahan; kelurahan lain hanya tahu bahwa ada pinjaman", "proof-of-money"),
    ("payments", "Rekening dan perintah bayar", "Membayarkan bantuan ke rekening penerima dan mencocokkan hasilnya.", "legal_duty", "UU 27/2022 ps. 20 (2) c: kewajiban hukum; PP 12/2019 pengelolaan keuangan daerah [K].", "keluarga yang menerima bantuan uang", "nomor rekening, jumlah, hasil pembayaran", True, "operator, perencana, bank atau pos yang membayar", "proof-of-money"),
    ("proposals", "Musyawarah dan usulan warga", "Mencatat siapa hadir, apa yang diusulkan dan apa jawabannya.", "public_duty", "UU 27/2022 ps. 20 (2) e: tugas dalam rangka kepentingan umum, pelayanan publik [K]; UU 25/2004 perencanaan pembangunan [K].", "peserta musyawarah dan pengusul", "nama dan tanda tangan di daftar hadir, usulan, jumlah suara", False, "perencana, petugas wilayah; umum hanya melihat usulan tanpa nama", "left-the-city"),
)


def sow(registry, schema_editor):
    database = schema_editor.connection.alias
    Rule, Processing = registry.get_model("privacy", "RetentionRule"), registry.get_model("privacy", "Processing")
    for code, name, purpose, basis, law, persons, data, specific, recipients, rule in SOURCES:
        Processing.objects.using(database).create(
            code=code, name=name, purpose=purpose, basis=basis, law=law, persons=persons, data=data, specific=specific,
            recipients=recipients, measures=MEASURES, retention=Rule.objects.using(database).get(code=rule),
        )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0014_accounts")]
    operations = [migrations.RunPython(sow, migrations.RunPython.noop)]
