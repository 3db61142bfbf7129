namespace Photoseek.Embedding.Images;

/// <summary>Why a picture cannot be used; none of these is cured by trying again.</summary>
public enum RefusalReason
{
    /// <summary>The bytes start like no format that is let in.</summary>
    NotAPicture,

    /// <summary>More bytes than <see cref="PictureLimits.Bytes"/>, or none.</summary>
    FileSize,

    /// <summary>More pixels, or a longer side, than the limits allow.</summary>
    Dimensions,

    /// <summary>More scans than <see cref="PictureLimits.Scans"/>.</summary>
    Scans,

    /// <summary>The picture ends early or its data is damaged.</summary>
    Damaged,
}
