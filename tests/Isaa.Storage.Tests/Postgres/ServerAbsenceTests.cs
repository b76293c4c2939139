using Isaa.Storage.Postgres.Engine;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres;

public sealed class ServerAbsenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TestTime _time = new();

    [Fact]
    public void A_connection_that_was_cut_is_no_absence_when_the_next_comes_about()
    {
        using var absence = new ServerAbsence(_time);
        absence.End();
        for (var cut = 0; cut < 3; cut++)
        {
            Assert.True(absence.WaitToRetry(Patience));
            Assert.False(absence.WasWithin(Patience));
            absence.End();
        }

        Assert.False(absence.WasWithin(Patience));
    }

    [Fact]
    public void A_server_that_cannot_be_reached_again_is_away_and_was_for_a_while_after_it_came_back()
    {
        using var absence = new ServerAbsence(_time);
        absence.End();
        Assert.True(absence.WaitToRetry(Patience));
        Assert.True(absence.WaitToRetry(Patience));
        Assert.True(absence.WasWithin(TimeSpan.Zero));

        absence.End();
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(absence.WasWithin(TimeSpan.FromSeconds(11)));
        Assert.False(absence.WasWithin(TimeSpan.FromSeconds(10)));
    }
}
