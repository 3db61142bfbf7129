namespace Photoseek.Indexing.Tests;

/// <summary>What exiftool and the eye say of one of the reference photos: wall clock, upright size, camera, ISO.</summary>
internal sealed record ExpectedPhoto(string File, string? Taken, int Width, int Height, string? Make, string? Model, int? Iso)
{
    public static IReadOnlyList<ExpectedPhoto> All { get; } =
    [
        new("Apple iPhone 4.jpg", "2011-01-13 14:33:39", 1296, 968, "Apple", "iPhone 4", 500),

        // The only turned one: stored 3264 x 2448.
        new("Panasonic DMC-FZ18.jpg", "2007-09-13 12:11:07", 2448, 3264, "Panasonic", "DMC-FZ18", 100),

        new("Nikon D1X.jpg", "2003-08-06 18:04:34", 600, 391, "NIKON CORPORATION", "NIKON D1X", null),

        // The shutter opened two days before the file was made.
        new("Sony Cybershot (5).jpg", "2002-05-25 07:08:26", 640, 480, "SONY", "CYBERSHOT", 141),

        // Its clock was never set.
        new("Nikon E900 (2).jpg", null, 1280, 960, "NIKON", "E900", null),
        new("FujiFilm DX-5.jpg", null, 350, 263, "FUJIFILM", "DX-5", null),

        // A clock that is ahead of the world.
        new("Sigma DP1.jpg", null, 2640, 1760, "SIGMA", "SIGMA DP1", 100),

        new("Olympus PEN E-P3.jpg", "2013-08-27 19:45:23", 1280, 960, "OLYMPUS IMAGING CORP.", "E-P3", 1600),
        new("FujiFilm FinePixS2Pro.jpg", "2002-08-24 13:59:08", 600, 400, "FUJIFILM", "FinePixS2Pro", null),
        new("Sony DSC-G1.jpg", "2007-07-07 12:46:32", 2816, 2112, "SONY", "DSC-G1", 100),
        new("Casio EX-Z3.jpg", "2003-10-25 15:29:18", 2048, 1536, "CASIO COMPUTER CO.,LTD", "EX-Z3", null),
        new("Kodak Easyshare M5370.jpg", "2011-12-07 12:07:38", 4608, 3456, "EASTMAN KODAK COMPANY", "KODAK EASYSHARE Touch Camera, M5370", 320),
        new("Samsung SM-G935L (Galaxy S7 Edge).jpg", "2017-02-09 19:51:38", 4032, 3024, "samsung", "SM-G935L", 640),
        new("Issue 339.jpg", "2017-07-07 13:56:06", 400, 300, "OLYMPUS IMAGING CORP.", "E-420", 100),
        new("Konica Q-M100 (2).jpg", "2000-03-11 01:29:41", 864, 1152, "KONICA CORPORATION", "Konica Digital Camera Q-M100", null),
        new("Canon EOS-1D Mark III (via Adobe Lightroom).jpg", "2008-09-20 09:01:07", 2659, 1773, "Canon", "Canon EOS-1D Mark III", 100),
        new("Nokia 3110c (Mobile Phone).jpg", null, 1024, 1280, "Nokia", "3110c", null),
        new("Traveler SX330Z.jpg", "2002-01-20 13:52:46", 1024, 768, "TRAVELER OPTICAL CO,LTD", "SX330Z", 100),
        new("Reconyx HF2 Pro Covert.jpg", "2019-04-04 10:04:12", 2048, 1440, "RECONYX", "HF2 PRO COVERT", 100),
        new("Olympus C960.jpg", "2000-11-07 10:41:43", 640, 480, "OLYMPUS OPTICAL CO.,LTD", "C960Z,D460Z", 125),
        new("Canon EOS REBEL T3i.jpg", "2014-03-05 05:28:09", 1152, 768, "Canon", "Canon EOS REBEL T3i", 400),
        new("Nikon D70.jpg", "2004-11-21 21:29:12", 3008, 2000, "NIKON CORPORATION", "NIKON D70", null),
        new("Nikon D5000.jpg", "2011-03-12 15:36:11", 858, 570, "NIKON CORPORATION", "NIKON D5000", 200),
        new("HTC Desire.jpg", "2011-05-06 09:59:48", 776, 909, "HTC", "HTC Desire", 53),
        new("Samsung SM-N900A (Galaxy Note 3).jpg", "2014-07-12 16:17:10", 4128, 2322, "SAMSUNG", "SAMSUNG-SM-N900A", 50),
        new("Sanyo SR6.jpg", "1998-01-01 00:00:00", 640, 480, "SANYO Electric Co.,Ltd.", "SR6", null),
        new("Canon EOS D60.jpg", "2002-10-26 19:26:35", 1772, 1181, "Canon", "Canon EOS D60", 400),
        new("Kodak DC3400.jpg", "2002-01-09 22:07:02", 1760, 1168, "EASTMAN KODAK COMPANY", "KODAK DC3400 ZOOM DIGITAL CAMERA", null),

        // Made without a camera: its date is in IPTC alone.
        new("Issue 600 (1).jpg", "2009-09-09 17:00:00", 1280, 1024, null, null, null),
        new("Photoshop (4).jpg", null, 640, 360, null, null, null),
    ];
}
