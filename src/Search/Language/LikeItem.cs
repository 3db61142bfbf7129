using System.Globalization;

namespace Photoseek.Search.Language;

/// <summary>A picture of the library that the pictures should be like; with a negative weight, should not.</summary>
/// <param name="Image">Its id.</param>
/// <param name="Weight">How much it counts beside terms and other pictures: 1 unless something else was written.</param>
public sealed record LikeItem(long Image, double Weight) : QueryItem
{
    public override string Written =>
        $"{(Weight < 0 ? "-" : "")}{(Math.Abs(Weight) is 1 ? "" : Number(Math.Abs(Weight)) + ":")}like:{Image.ToString(CultureInfo.InvariantCulture)}";
}
