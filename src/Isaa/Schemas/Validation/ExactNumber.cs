using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Isaa.Schemas.Validation;

/// <summary>A JSON number of any size without loss: digits times a power of ten, without trailing zeros.</summary>
internal readonly record struct ExactNumber : IComparable<ExactNumber>
{
    private readonly BigInteger _digits;
    private readonly long _exponent;

    private ExactNumber(BigInteger digits, long exponent)
    {
        if (digits.IsZero)
        {
            return;
        }

        while (BigInteger.DivRem(digits, 10) is { Remainder.IsZero: true } shorter)
        {
            (digits, exponent) = (shorter.Quotient, exponent + 1);
        }

        (_digits, _exponent) = (digits, exponent);
    }

    public bool IsInteger => _exponent >= 0;

    public bool IsZero => _digits.IsZero;

    public bool IsPositive => _digits.Sign > 0;

    public static ExactNumber Read(JsonElement number) =>
        number.TryGetInt64(out var small) ? new ExactNumber(small, 0) : Parse(number.GetRawText());

    public int CompareTo(ExactNumber other)
    {
        if (_digits.Sign != other._digits.Sign || _digits.IsZero)
        {
            return _digits.Sign.CompareTo(other._digits.Sign);
        }

        // Numbers of different magnitude are told apart without writing out their zeros.
        var (mine, theirs) = (Magnitude, other.Magnitude);
        if (mine != theirs)
        {
            return _digits.Sign > 0 ? mine.CompareTo(theirs) : theirs.CompareTo(mine);
        }

        var shift = (int)(_exponent - other._exponent);
        return shift >= 0
            ? (_digits * BigInteger.Pow(10, shift)).CompareTo(other._digits)
            : _digits.CompareTo(other._digits * BigInteger.Pow(10, -shift));
    }

    /// <summary>Whether this is a whole multiple of a divisor above zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (_digits.IsZero)
        {
            return true;
        }

        // Digits end in no zero, so a number with more decimals than the divisor is never a multiple of it.
        var shift = _exponent - divisor._exponent;
        return shift >= 0 && (BigInteger.ModPow(10, shift, divisor._digits) * _digits % divisor._digits).IsZero;
    }

    private long Magnitude => (long)DigitsIn(BigInteger.Abs(_digits)) + _exponent;

    private static int DigitsIn(BigInteger digits)
    {
        var estimate = Math.Max(1, (int)(digits.GetBitLength() * 0.30102999566398));
        return digits >= BigInteger.Pow(10, estimate) ? estimate + 1 : estimate;
    }

    private static ExactNumber Parse(string text)
    {
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : ParseExponent(text.AsSpan(exponentAt + 1));
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }

        return new ExactNumber(BigInteger.Parse(mantissa, CultureInfo.InvariantCulture), exponent);
    }

    // An exponent beyond this is a number nobody compares by its last digit.
    private static long ParseExponent(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? Math.Clamp(exponent, -1_000_000_000_000, 1_000_000_000_000)
            : text[0] == '-' ? -1_000_000_000_000 : 1_000_000_000_000;
}
