"""Draws the demo library as JPEGs with EXIF, XMP and IPTC data. Needs exiftool."""
import argparse
import json
import os
import subprocess
import tempfile

from PIL import Image

from library import photos
from render import render

# What turns an upright picture into the stored one, for each EXIF orientation used.
STORED = {3: Image.ROTATE_180, 6: Image.ROTATE_90, 8: Image.ROTATE_270}


def write_jpeg(photo, path, quality):
    image = Image.fromarray(render(photo.scene, photo.seed, *photo.size))
    if photo.orientation != 1:
        image = image.transpose(STORED[photo.orientation])
    image.save(path, "JPEG", quality=quality, optimize=True, progressive=False)


def exiftool_arguments(photo):
    taken = photo.taken.strftime("%Y:%m:%d %H:%M:%S")
    tags = [("EXIF:DateTimeOriginal", taken), ("EXIF:CreateDate", taken), ("EXIF:Make", photo.camera[0]),
            ("EXIF:Model", photo.camera[1]), ("EXIF:Orientation#", photo.orientation), ("EXIF:ColorSpace#", 1)]
    if photo.gps:
        latitude, longitude = photo.gps
        tags += [("EXIF:GPSLatitude", abs(latitude)), ("EXIF:GPSLatitudeRef", "N" if latitude >= 0 else "S"),
                 ("EXIF:GPSLongitude", abs(longitude)), ("EXIF:GPSLongitudeRef", "E" if longitude >= 0 else "W")]
    if photo.title:
        tags += [("XMP-dc:Title", photo.title), ("IPTC:ObjectName", photo.title), ("IPTC:CodedCharacterSet", "UTF8")]
    if photo.description:
        tags += [("XMP-dc:Description", photo.description), ("IPTC:Caption-Abstract", photo.description)]
    for keyword in photo.keywords:
        tags += [("XMP-dc:Subject", keyword), ("IPTC:Keywords", keyword)]
    tags += [("XMP-iptcExt:PersonInImage", name) for name in photo.people]
    return [f"-{tag}={value}" for tag, value in tags]


def write_metadata(library):
    """One exiftool process for all files: it reads its arguments from a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".args", encoding="utf-8") as arguments:
        for path, photo in library:
            lines = ["-charset", "iptc=UTF8", "-overwrite_original"] + exiftool_arguments(photo) + [path, "-execute"]
            arguments.write("\n".join(lines) + "\n")
        arguments.flush()
        subprocess.run(["exiftool", "-@", arguments.name, "-common_args", "-q", "-api", "Compact=NoPadding"], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="demo", help="gets photos/ and scenes.json")
    parser.add_argument("--quality", type=int, default=64)
    options = parser.parse_args()
    folder = os.path.join(options.out, "photos")
    os.makedirs(folder, exist_ok=True)
    library = [(os.path.join(folder, f"IMG_{number:04}.jpg"), photo) for number, photo in enumerate(photos(), 1)]
    for path, photo in library:
        write_jpeg(photo, path, options.quality)
    write_metadata(library)
    truth = {os.path.basename(path): photo.scene.to_json() for path, photo in library}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(scene)}" for name, scene in truth.items())
    with open(os.path.join(options.out, "scenes.json"), "w", encoding="utf-8") as file:
        file.write("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
