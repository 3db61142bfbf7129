namespace Photoseek.Search.Codes;

/// <summary>What is looked for, ready to be multiplied with codes.</summary>
/// <param name="numbers">Eight bits a number, padded as the codes are.</param>
/// <param name="sum">Of the numbers.</param>
/// <param name="length">Of the numbers as a vector.</param>
internal sealed class CodeQuery(sbyte[] numbers, int sum, float length)
{
    /// <summary>What an upper half is worth in lower ones.</summary>
    public const int High = 4;

    // How far the lower halves usually stray from their mean, and how many times that far they may for a row to be missed.
    private const float Deviation = 1.118f;
    private const float Times = 3.5f;

    // What a row of middling codes would sum up to: codes are 0 to 15 and mean -7.5 to 7.5.
    private readonly float _offset = 7.5f * sum;

    /// <summary>Eight bits a number, padded as the codes are.</summary>
    public sbyte[] Numbers { get; } = numbers;

    /// <summary>What is taken off four times the sum of the upper halves for the most that a row may come to, whatever its lower halves are: one in 4,000 comes to more.</summary>
    public float HighOffset { get; } = (6f * sum) - (Times * Deviation * length);

    /// <summary>What a row's scale is multiplied with to tell how near it is.</summary>
    /// <param name="high">The sum of its upper halves.</param>
    /// <param name="low">The sum of its lower ones.</param>
    public float Score(int high, int low) => (High * high) + low - _offset;
}
