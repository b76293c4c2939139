namespace Isaa.Storage.Jobs.Claims;

/// <summary>A job that may be claimed. Sorts by the order of claims.</summary>
/// <param name="Rank">Its rank.</param>
/// <param name="Row">Its row.</param>
/// <param name="Lane">Its lane.</param>
internal readonly record struct Candidate(long Rank, long Row, Lane Lane) : IComparable<Candidate>
{
    public int CompareTo(Candidate other) => Rank == other.Rank ? Row.CompareTo(other.Row) : Rank.CompareTo(other.Rank);
}
